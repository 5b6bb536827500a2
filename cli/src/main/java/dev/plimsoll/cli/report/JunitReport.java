package dev.plimsoll.cli.report;

import dev.plimsoll.cli.judging.ImageVerdict;
import dev.plimsoll.cli.judging.Report;
import dev.plimsoll.cli.judging.Words;
import dev.plimsoll.cli.judging.WorkloadVerdict;
import dev.plimsoll.policy.Enforcement;
import dev.plimsoll.policy.UndecidedRules;
import dev.plimsoll.policy.Violation;
import dev.plimsoll.policy.Wording;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/// A report as JUnit's XML, which CI systems show as tests: an image, or a workload's container, is
/// a suite; each violation is a failed test, or a passed one with output where it is not enforced;
/// what could not be judged is a test in error.
final class JunitReport implements Format {

  @Override
  public String write(Report report, Style style) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeCharacters("\n");
      xml.writeStartElement("testsuites");
      for (ImageVerdict image : report.images()) {
        suite(xml, image.image(), image);
      }
      for (WorkloadVerdict workload : report.workloads()) {
        for (ImageVerdict image : workload.images()) {
          suite(xml, workload.title() + " " + image.judged().place(), image);
        }
      }
      xml.writeCharacters("\n");
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("text can be written", e);
    }
    return text + "\n";
  }

  /// One test.
  private record Case(String name, Kind kind, String message, String text) {}

  private enum Kind {
    PASSED,
    FAILED,
    IN_ERROR
  }

  private static void suite(XMLStreamWriter xml, String name, ImageVerdict image)
      throws XMLStreamException {
    List<Case> cases = cases(image);
    xml.writeCharacters("\n  ");
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", clean(name));
    xml.writeAttribute("tests", Integer.toString(cases.size()));
    xml.writeAttribute("failures", count(cases, Kind.FAILED));
    xml.writeAttribute("errors", count(cases, Kind.IN_ERROR));
    xml.writeAttribute("skipped", "0");
    xml.writeAttribute("time", "0");
    for (Case test : cases) {
      write(xml, name, test);
    }
    xml.writeCharacters("\n  ");
    xml.writeEndElement();
  }

  private static List<Case> cases(ImageVerdict image) {
    List<Case> cases = new ArrayList<>();
    for (Violation violation : image.byWhatTheySave()) {
      boolean enforced = violation.enforcement() == Enforcement.ENFORCE;
      cases.add(
          new Case(
              violation.rule() + " (" + violation.policy() + ")",
              enforced ? Kind.FAILED : Kind.PASSED,
              Wording.line(violation),
              "by %s\nfix: %s"
                  .formatted(
                      Wording.blame(violation.finding().blame()),
                      Wording.fix(violation.finding()))));
    }
    for (UndecidedRules open : image.verdict().undecided()) {
      for (String rule : open.rules()) {
        cases.add(
            new Case(
                rule + " (" + open.policy() + ")",
                Kind.IN_ERROR,
                "not judged: whenUndetermined." + open.why().cause().field(),
                open.why().detail()));
      }
    }
    if (cases.isEmpty()) {
      cases.add(new Case("admitted by " + Words.policies(image), Kind.PASSED, "", ""));
    }
    return cases;
  }

  private static void write(XMLStreamWriter xml, String suite, Case test)
      throws XMLStreamException {
    xml.writeCharacters("\n    ");
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", clean(suite));
    xml.writeAttribute("name", clean(test.name));
    xml.writeAttribute("time", "0");
    switch (test.kind) {
      case FAILED -> fault(xml, "failure", test);
      case IN_ERROR -> fault(xml, "error", test);
      case PASSED -> {
        if (!test.message.isEmpty()) {
          xml.writeStartElement("system-out");
          xml.writeCharacters(clean(test.message + "\n" + test.text));
          xml.writeEndElement();
        }
      }
    }
    xml.writeEndElement();
  }

  private static void fault(XMLStreamWriter xml, String element, Case test)
      throws XMLStreamException {
    xml.writeStartElement(element);
    xml.writeAttribute("message", clean(test.message));
    xml.writeAttribute("type", "violation");
    xml.writeCharacters(clean(test.text));
    xml.writeEndElement();
  }

  private static String count(List<Case> cases, Kind kind) {
    return Long.toString(cases.stream().filter(test -> test.kind == kind).count());
  }

  /// Without the characters that XML has no way to write; an image's history may hold any.
  private static String clean(String text) {
    return text.replaceAll("[^\\t\\n\\r\\u0020-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]", "?");
  }
}
