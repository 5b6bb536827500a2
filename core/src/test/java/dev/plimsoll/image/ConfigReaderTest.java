package dev.plimsoll.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plimsoll.image.ImageConfig.Healthcheck;
import dev.plimsoll.image.ImageConfig.HistoryEntry;
import dev.plimsoll.reference.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigReaderTest {
  private static final String DOING = "reading the config of registry.example.com/web:1";
  private static final String HEX = "0123456789abcdef".repeat(4);

  @Test
  void readsEveryFieldThatIsAskedFor() throws SourceException {
    ImageConfig config =
        read(
            """
            {'os':'linux','architecture':'arm64','variant':'v8','created':'2026-01-01T00:00:00Z',
             'config':{'User':'app:app','Env':['A=b'],'Entrypoint':['/bin/app'],'Cmd':['run'],
               'Labels':{'l':'v'},'ExposedPorts':{'80/tcp':{},'53/udp':null},
               'Volumes':{'/data':{}},'WorkingDir':'/srv','StopSignal':'SIGQUIT',
               'Healthcheck':{'Test':['CMD','/bin/app','ping'],'Interval':30000000000}},
             'rootfs':{'type':'layers','diff_ids':['sha256:%s']},
             'history':[{'created_by':'ENV A=b','empty_layer':true},{'created_by':'COPY . .',
               'created':'2026-01-01T02:00:00.5+02:00','comment':'buildkit.dockerfile.v0'}]}
            """
                .formatted(HEX));
    assertThat(config)
        .isEqualTo(
            new ImageConfig(
                Platform.parse("linux/arm64/v8"),
                "app:app",
                List.of("/bin/app"),
                List.of("run"),
                List.of("A=b"),
                Map.of("l", "v"),
                List.of(Digest.parse("sha256:" + HEX)),
                List.of(
                    new HistoryEntry("ENV A=b", true, null, ""),
                    new HistoryEntry(
                        "COPY . .",
                        false,
                        Instant.parse("2026-01-01T00:00:00.5Z"),
                        "buildkit.dockerfile.v0")),
                Set.of("80/tcp", "53/udp"),
                Set.of("/data"),
                "/srv",
                Healthcheck.PRESENT,
                "SIGQUIT",
                Instant.parse("2026-01-01T00:00:00Z"),
                List.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'config':null,'rootfs':null,'history':null}",
        "{'config':{},'rootfs':{},'history':[]}",
        "{'created':'','config':{'ExposedPorts':{},'Volumes':null,'Healthcheck':{'Test':[]}}}",
        "{'config':{'User':null,'Env':null,'Cmd':[null],'Labels':{'a':null}},'history':[null]}"
      })
  void missingFieldsSurvive(String json) throws SourceException {
    Platform unknown = Platform.parse("unknown/unknown");
    assertThat(read(json))
        .isEqualTo(
            new ImageConfig(
                unknown, "", List.of(), List.of(), List.of(), Map.of(), List.of(), List.of()));
  }

  @Test
  void tellsAHealthcheckFromNoneAndFromOneSwitchedOff() throws SourceException {
    assertThat(read("{'config':{'Healthcheck':{'Test':['CMD-SHELL','x']}}}").healthcheck())
        .isEqualTo(Healthcheck.PRESENT);
    assertThat(read("{'config':{'Healthcheck':{'Test':['NONE']}}}").healthcheck())
        .isEqualTo(Healthcheck.NONE);
    assertThat(read("{'config':{'Healthcheck':{'Interval':1}}}").healthcheck())
        .as("an interval alone")
        .isEqualTo(Healthcheck.ABSENT);
  }

  @Test
  void saysThatADateCannotBeRead() throws SourceException {
    ImageConfig config =
        read("{'created':'yesterday','history':[{'created':'2026-01-01'},{'created_by':'x'}]}");
    assertThat(config.created()).isNull();
    assertThat(read("{'created':5}").remarks()).hasSize(1);
    assertThat(config.history()).extracting(HistoryEntry::created).containsOnlyNulls();
    assertThat(config.remarks())
        .containsExactly(
            "the config says when it was made in no form of RFC 3339, as do 1 more, so that counts"
                + " as not said");
  }

  @Test
  void readsDatesThatSayNothing() throws SourceException {
    assertThat(read("{'created':'0001-01-01T00:00:00Z'}").created())
        .isEqualTo(Instant.parse("0001-01-01T00:00:00Z"));
    assertThat(read("{'created':'1970-01-01T00:00:00Z'}").created()).isEqualTo(Instant.EPOCH);
  }

  @Test
  void readsAnEntrypointWrittenAsOneString() throws SourceException {
    assertThat(read("{'config':{'Entrypoint':'/app'}}").entrypoint()).containsExactly("/app");
  }

  /// As Go reads it, and so the runtime: names without regard to case.
  @ParameterizedTest
  @ValueSource(strings = {"{'config':{'user':'root'}}", "{'CONFIG':{'USER':'root'}}"})
  void readsTheUserThatTheRuntimeReads(String json) throws SourceException {
    assertThat(read(json).user()).isEqualTo("root");
  }

  /// Go takes the last of them, merges objects, and folds letters that only it folds.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'config':{'User':'app','user':'root'}}",
        "{'config':{'User':'1000','U\u017fer':'root'}}",
        "{'config':{'U\\u017fer':'root'}}",
        "{'config':{'Env':['PASSWORD=x']},'Config':{'User':'1000'}}",
        "{'rootf\u017f':{'diff_ids':[]}}",
        "{'rootfs':{'diff_ids':[],'DIFF_ID\u017f':[]}}",
        "{'config':{'healthchec\u212a':{}}}",
        "{'config':{'Healthcheck':{'Test':[],'test':[]}}}",
        "{'history':[{},{'created_by':'x','Created_By':'y'}]}",
        "{'history':{'created_by':'x','Created_By':'y'}}"
      })
  void refusesNamesThatOthersReadOtherwise(String json) {
    assertThatExceptionOfType(SourceException.Malformed.class)
        .isThrownBy(() -> read(json))
        .withMessageStartingWith(DOING)
        .withMessageContaining("that runtimes take for another one");
  }

  /// What Go binds to a map, and what it passes over, may be called anything.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'config':{'Labels':{'K\u017f':'1','ks':'2','KS':'3','\u212as':'4'}}}",
        "{'config':{'ExposedPorts':{'80/tcp':{},'80/TCP':{}},'Volumes':{'/Data':{},'/data':{}}}}",
        "{'container_config':{'x':1,'X':2,'\u017f':3}}"
      })
  void readsNamesThatAreFree(String json) throws SourceException {
    assertThat(read(json).user()).isEmpty();
  }

  @Test
  void readsHalfACharacterAsGoDoes() throws SourceException {
    ImageConfig config = read("{'config':{'User':'a\\ud800b','Labels':{'l':'\\udc00'}}}");
    assertThat(config.user()).isEqualTo("a\ufffdb");
    assertThat(config.labels()).containsEntry("l", "\ufffd");
    assertThat(read("{'config':{'User':'\\ud83d\\ude00'}}").user()).isEqualTo("\ud83d\ude00");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'os':'linux|evil'}",
        "{'architecture':'amd64\\n'}",
        "{'variant':'v8\\u202e'}",
        "{'os':'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'}"
      })
  void refusesAPlatformThatIsNoName(String json) {
    assertThatExceptionOfType(SourceException.Malformed.class)
        .isThrownBy(() -> read(json))
        .withMessageContaining("is no name of up to 64 letters");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'config':{'User':'a','User':'b'}}",
        "{'config':{'Labels':{},'Cmd':[],'Env':[],'Entrypoint':[],'ExposedPorts':{},'Volumes':{},"
            + "'WorkingDir':'','Healthcheck':{},'StopSignal':'','User':'app','user':'root'}}",
        "{'config':{'Env':{'A':'b'}}}",
        "{'config':{'ExposedPorts':['80/tcp']}}",
        "{'config':{'Volumes':'/data'}}",
        "{'config':{'WorkingDir':['perhaps']},'created':5}",
        "{'rootfs':{'diff_ids':['sha256:0']}}",
        "{'history':[{'empty_layer':'perhaps'}]}",
        "nothing"
      })
  void refusesWhatIsNoConfig(String json) {
    assertThatExceptionOfType(SourceException.Malformed.class)
        .isThrownBy(() -> read(json))
        .withMessageStartingWith(DOING + ": ")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("perhaps"));
  }

  private static ImageConfig read(String json) throws SourceException {
    return ConfigReader.read(json.replace('\'', '"').getBytes(UTF_8), DOING);
  }
}
