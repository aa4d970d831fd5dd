package dev.delegationledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.delegationledger.crypto.Sha256;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RawRecordTest {
  private static final String JWS = "eyJh.e30-_9.c2ln";
  private static final Hash PREVIOUS = Sha256.of(new byte[] {1});
  private static final Hash STATUS = Sha256.of(new byte[] {2});
  private static final String P = PREVIOUS.base64();
  private static final String S = STATUS.base64();
  private static final String GOOD =
      JWS + "\n7 1700000000000 " + P + " " + S + " 3:1:0,5:2:84000\n";

  private static final Charges CHARGES =
      new Charges(List.of(new Charges.Total(3, 1, 0), new Charges.Total(5, 2, 84_000)));

  @Test
  void record_isWrittenAsTheFormatSays() throws Exception {
    RawRecord record = RawRecord.of(JWS, 7, 1_700_000_000_000L, PREVIOUS, STATUS, CHARGES);

    assertThat(text(record)).isEqualTo(GOOD);
    assertThat(record.leafHash())
        .isEqualTo(Sha256.of(new byte[] {0}, GOOD.getBytes(StandardCharsets.US_ASCII)));
  }

  @Test
  void record_readsBackAsItself() throws Exception {
    RawRecord record = RawRecord.parse(Bytes.utf8(GOOD));

    assertThat(record.jws()).isEqualTo(JWS);
    assertThat(record.index()).isEqualTo(7);
    assertThat(record.timeMs()).isEqualTo(1_700_000_000_000L);
    assertThat(record.previous()).isEqualTo(PREVIOUS);
    assertThat(record.statusRoot()).isEqualTo(STATUS);
    assertThat(record.charges()).isEqualTo(CHARGES);
    assertThat(record.bytes()).isEqualTo(Bytes.utf8(GOOD));
    assertThat(record)
        .isEqualTo(RawRecord.of(JWS, 7, 1_700_000_000_000L, PREVIOUS, STATUS, record.charges()));
  }

  @Property(tries = 200)
  void everyRecordWritten_isTheOnlySpellingOfItself(
      @ForAll @LongRange(max = (1L << 40) - 1) long index,
      @ForAll @LongRange(max = (1L << 53) - 1) long timeMs,
      @ForAll @IntRange(max = 200) int change)
      throws Exception {
    RawRecord record = RawRecord.of(JWS, index, timeMs, PREVIOUS, STATUS, Charges.NONE);
    RawRecord read = RawRecord.parse(record.bytes());
    assertThat(read).isEqualTo(record);
    assertThat(read.index()).isEqualTo(index);
    assertThat(read.timeMs()).isEqualTo(timeMs);

    byte[] changed = record.bytes().toArray();
    changed[change % changed.length] ^= 1;
    try {
      RawRecord other = RawRecord.parse(Bytes.of(changed));
      assertThat(
              RawRecord.of(
                  other.jws(),
                  other.index(),
                  other.timeMs(),
                  other.previous(),
                  other.statusRoot(),
                  other.charges()))
          .isEqualTo(other)
          .isNotEqualTo(record);
    } catch (RefusedException e) {
      assertThat(e.refusal().reason()).isEqualTo(Reason.RECORD_MALFORMED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-", "0:0:0", "6:1:9007199254740991", "0:1:2,1:1:2,6:0:0"})
  void framedCharges_areTaken(String charges) throws Exception {
    RawRecord record = RawRecord.parse(Bytes.utf8(line("7 1 " + P + " " + S + " " + charges)));

    assertThat(record.charges()).hasToString(charges);
  }

  static Stream<String> malformedRecords() {
    String line = "7 1 " + P + " " + S + " -";
    String zeros = Hash.ZERO.base64();
    Stream<String> framing =
        Stream.of(
            "",
            "\n",
            "\n\n",
            JWS,
            JWS + "\n",
            JWS + "\n" + line,
            "\n" + JWS + "\n" + line + "\n",
            JWS + "\n\n" + line + "\n",
            JWS + "\n" + line + "\n\n",
            JWS + "\n" + line + "\n" + line + "\n",
            JWS + "\r\n" + line + "\n",
            JWS + "\n" + line + "\r\n",
            JWS + "\r" + line + "\n",
            JWS + "\n" + line + "\0",
            JWS + "\n" + line + "\n\0",
            "\ufeff" + JWS + "\n" + line + "\n",
            line + "\n" + JWS + "\n");
    Stream<String> entries =
        Stream.of(
                "",
                " " + JWS,
                JWS + " ",
                "a.b",
                "a.b.c.d",
                "a..c",
                ".b.c",
                "a.b.",
                "a.b.c=",
                "a+.b.c",
                "a/.b.c",
                "a.b\t.c",
                "\u00e4.b.c",
                JWS + "~")
            .map(entry -> entry + "\n" + line + "\n");
    Stream<String> lines =
        Stream.of(
            "",
            " " + line,
            line + " ",
            line.replaceFirst(" ", "  "),
            line.replaceFirst(" ", "\t"),
            line.replaceFirst(" ", "\u00a0"),
            line + " -",
            "7 1 " + P + " " + S,
            "7 1 " + P + " " + S + " ",
            "07 1 " + P + " " + S + " -",
            "00 1 " + P + " " + S + " -",
            "+7 1 " + P + " " + S + " -",
            "-7 1 " + P + " " + S + " -",
            "-0 1 " + P + " " + S + " -",
            "7.0 1 " + P + " " + S + " -",
            "0x7 1 " + P + " " + S + " -",
            "7e0 1 " + P + " " + S + " -",
            "\u0667 1 " + P + " " + S + " -",
            " 1 " + P + " " + S + " -",
            "1099511627776 1 " + P + " " + S + " -",
            "18446744073709551623 1 " + P + " " + S + " -",
            "7 01 " + P + " " + S + " -",
            "7 +1 " + P + " " + S + " -",
            "7 -1 " + P + " " + S + " -",
            "7 9007199254740992 " + P + " " + S + " -",
            "7 99999999999999999999 " + P + " " + S + " -",
            "7 1 " + P.substring(1) + " " + S + " -",
            "7 1 " + P.substring(0, 43) + " " + S + " -",
            "7 1 " + P + "= " + S + " -",
            "7 1 " + PREVIOUS.base64Url() + " " + S + " -",
            "7 1 " + P + " " + STATUS.base64Url() + "= -",
            "7 1 " + P + " " + zeros.substring(0, 42) + "B= -",
            "7 1 " + P + " AAAA -",
            "7 1 " + P + " " + zeros.substring(0, 43) + "A -");
    Stream<String> charges =
        Stream.of(
                "--",
                "0",
                "0:1",
                "0:1:2:3",
                "0:1:2,",
                ",0:1:2",
                "0:1:2,,1:1:2",
                "0:1:2,-",
                "00:1:2",
                "0:01:2",
                "0:1:02",
                "+0:1:2",
                "0:-1:2",
                "0:1:-2",
                "0:1:9007199254740992",
                "7:1:2",
                "8:1:2",
                "1:1:2,0:1:2",
                "1:1:2,1:1:2",
                "0:1:2;1:1:2",
                "0:: ",
                "a:1:2")
            .map(charge -> "7 1 " + P + " " + S + " " + charge);
    return Stream.of(
            framing, entries, lines.map(RawRecordTest::line), charges.map(RawRecordTest::line))
        .flatMap(records -> records);
  }

  @ParameterizedTest
  @MethodSource("malformedRecords")
  void otherSpelling_isRefused(String record) {
    Bytes bytes = Bytes.of(record.getBytes(StandardCharsets.UTF_8));

    assertThat(Refused.reasonOf(() -> RawRecord.parse(bytes))).isEqualTo(Reason.RECORD_MALFORMED);
  }

  @Test
  void bytesThatAreNoText_areRefused() {
    byte[] bytes = GOOD.getBytes(StandardCharsets.US_ASCII);
    bytes[2] = (byte) 0xff;

    assertThat(Refused.reasonOf(() -> RawRecord.parse(Bytes.of(bytes))))
        .isEqualTo(Reason.RECORD_MALFORMED);
  }

  @Test
  void record_hasAtMost65535Bytes() throws Exception {
    int fits = 65_535 - (GOOD.length() - JWS.length());
    String jws = "a.b." + "c".repeat(fits - 4);

    RawRecord largest = record(jws);
    assertThat(largest.bytes().size()).isEqualTo(65_535);
    assertThat(RawRecord.parse(largest.bytes())).isEqualTo(largest);

    Bytes larger = Bytes.utf8("c" + text(largest));
    assertThat(larger.size()).isEqualTo(65_536);
    assertThat(Refused.reasonOf(() -> RawRecord.parse(larger))).isEqualTo(Reason.RECORD_TOO_LARGE);
    assertThat(Refused.reasonOf(() -> record(jws + "c"))).isEqualTo(Reason.RECORD_TOO_LARGE);
  }

  @Test
  void recordThatWouldNotReadBack_isTheCallersMistake() {
    for (long index : List.of(-1L, 1L << 40)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> RawRecord.of(JWS, index, 1, PREVIOUS, STATUS, Charges.NONE));
    }
    for (long time : List.of(-1L, 1L << 53)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> RawRecord.of(JWS, 1, time, PREVIOUS, STATUS, Charges.NONE));
    }
    for (long grant : List.of(1L, 2L)) {
      Charges charges = new Charges(List.of(new Charges.Total(grant, 1, 1)));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> RawRecord.of(JWS, 1, 1, PREVIOUS, STATUS, charges));
    }
    for (String jws : List.of("", "a.b", JWS + "\n", "\u00e4.b.c", JWS + "~")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> RawRecord.of(jws, 1, 1, PREVIOUS, STATUS, Charges.NONE));
    }
  }

  @Test
  void chargesThatWouldNotReadBack_areTheCallersMistake() {
    for (long wrong : List.of(-1L, 1L << 53)) {
      assertThatIllegalArgumentException().isThrownBy(() -> new Charges.Total(1, wrong, 0));
      assertThatIllegalArgumentException().isThrownBy(() -> new Charges.Total(1, 0, wrong));
    }
    Charges.Total first = new Charges.Total(1, 1, 1);
    Charges.Total second = new Charges.Total(2, 1, 1);
    assertThatIllegalArgumentException().isThrownBy(() -> new Charges(List.of(second, first)));
    assertThatIllegalArgumentException().isThrownBy(() -> new Charges(List.of(first, first)));
  }

  private static RawRecord record(String jws) throws Exception {
    return RawRecord.of(jws, 7, 1_700_000_000_000L, PREVIOUS, STATUS, CHARGES);
  }

  private static String line(String context) {
    return JWS + "\n" + context + "\n";
  }

  private static String text(RawRecord record) {
    return new String(record.bytes().toArray(), StandardCharsets.US_ASCII);
  }
}
