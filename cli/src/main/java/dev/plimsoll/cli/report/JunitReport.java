package dev.plimsoll.cli.report;

import dev.plimsoll.cli.judging.ImageVerdict;
import dev.plimsoll.cli.judging.Report;
import dev.plimsoll.cli.judging.Words;
import dev.plimsoll.cli.judging.WorkloadVerdict;
import dev.plimsoll.facts.Layer;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.verdict.UndecidedRules;
import dev.plimsoll.verdict.Violation;
import dev.plimsoll.wording.Wording;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/// A report as JUnit's XML, which CI systems show as tests: an image, or a workload's container, is
/// a suite; each violation is a test, failed where it makes the command fail, else passed with
/// output; what could not be judged is a test in error, or a skipped one where that is no fault.
final class JunitReport implements Format {
  private final Failing failing;

  JunitReport(Failing failing) {
    this.failing = failing;
  }

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
  private record Case(String name, Kind kind, String message, String text) {
    Case named(String other) {
      return new Case(other, kind, message, text);
    }
  }

  private enum Kind {
    PASSED,
    FAILED,
    IN_ERROR,
    SKIPPED
  }

  private void suite(XMLStreamWriter xml, String name, ImageVerdict image)
      throws XMLStreamException {
    List<Case> cases = cases(image);
    xml.writeCharacters("\n  ");
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", clean(name));
    xml.writeAttribute("tests", Integer.toString(cases.size()));
    xml.writeAttribute("failures", count(cases, Kind.FAILED));
    xml.writeAttribute("errors", count(cases, Kind.IN_ERROR));
    xml.writeAttribute("skipped", count(cases, Kind.SKIPPED));
    xml.writeAttribute("time", "0");
    Map<String, Integer> names = new HashMap<>();
    for (Case test : cases) {
      int number = names.merge(test.name, 1, Integer::sum);
      write(xml, name, number == 1 ? test : test.named(test.name + ", " + number));
    }
    xml.writeCharacters("\n  ");
    xml.writeEndElement();
  }

  private List<Case> cases(ImageVerdict image) {
    List<Case> cases = new ArrayList<>();
    for (Violation violation : image.byWhatTheySave()) {
      boolean fails = failing.violations().test(violation.enforcement());
      cases.add(
          new Case(
              violation.rule() + " (" + violation.policy() + ")" + of(violation, image),
              fails ? Kind.FAILED : Kind.PASSED,
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
                failing.undecided().test(open) ? Kind.IN_ERROR : Kind.SKIPPED,
                "not judged: whenUndetermined." + open.why().cause().field(),
                open.why().detail()));
      }
    }
    if (cases.isEmpty()) {
      cases.add(new Case("admitted by " + Words.policies(image), Kind.PASSED, "", ""));
    }
    return cases;
  }

  /// What tells a violation from others of its rule: the layer, or what was found, and the
  /// platform.
  private static String of(Violation violation, ImageVerdict image) {
    Finding finding = violation.finding();
    Layer layer = finding.blame().layer();
    String where =
        layer != null
            ? ", layer " + layer.number()
            : finding.evidence().isEmpty() ? "" : ", " + finding.evidence().getFirst().subject();
    return where + Words.platform(violation, image);
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
      case SKIPPED -> {
        xml.writeEmptyElement("skipped");
        xml.writeAttribute("message", clean(test.message + "; " + test.text));
      }
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
