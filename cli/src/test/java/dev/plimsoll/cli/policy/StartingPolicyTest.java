package dev.plimsoll.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.image.Bytes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartingPolicyTest {
  @ParameterizedTest
  @CsvSource({
    "0,1",
    "1,1",
    "19,19",
    "20,20",
    "21,25",
    "25,25",
    "99,100",
    "101,110",
    "200,200",
    "201,250",
    "1000,1000",
    "1001,1100",
    "2500,2500",
    "2501,3000"
  })
  void roundsUpToWhatPeopleWrite(long mebi, long rounded) {
    assertThat(StartingPolicy.roundedUp(Bytes.ofMebi(mebi))).isEqualTo(Bytes.ofMebi(rounded));
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1048577,2", "22020096,25"})
  void neverRoundsDown(long bytes, long mebi) {
    assertThat(StartingPolicy.roundedUp(new Bytes(bytes))).isEqualTo(Bytes.ofMebi(mebi));
  }
}
