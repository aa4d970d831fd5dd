package dev.delegationledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.MlDsa44Signer;
import dev.delegationledger.log.WitnessPolicy.Witness;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class WitnessPolicyTest {
  private static final String ORIGIN = "example.com/payables";
  private static final InMemorySigner LEDGER = InMemorySigner.ed25519(seed(100));
  private static final Checkpoint CHECKPOINT = new Checkpoint(ORIGIN, 7, Hash.ZERO);
  private static final String LOG = VerifierKey.of(ORIGIN, LEDGER.publicKey()).text();

  /** The example of C2SP tlog-policy, with keys. */
  private static final String EXAMPLE =
      "log "
          + LOG
          + "\n\n"
          + witnesses("X1", "X2", "X3")
          + "group X-witnesses 2 X1 X2 X3\n\n"
          + witnesses("Y1", "Y2", "Y3")
          + "group Y-witnesses any Y1 Y2 Y3\n\n"
          + "group X-and-Y all X-witnesses Y-witnesses\n"
          + "quorum X-and-Y\n";

  @Test
  void example_isRead() throws Exception {
    WitnessPolicy policy = WitnessPolicy.parse(EXAMPLE);

    assertThat(policy.logs()).extracting(log -> log.key().text()).containsExactly(LOG);
    assertThat(policy.witnesses())
        .extracting(Witness::name)
        .containsExactly("X1", "X2", "X3", "Y1", "Y2", "Y3");
    assertThat(policy.cosigners()).contains(cosigner("Y2").key());
    assertThat(policy.demandsWitnesses()).isTrue();
    assertThat(policy.smallestQuorum()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "'X1 X2 Y1', true",
    "'X1 X3 Y2 Y3', true",
    "'X1 X2 X3', false",
    "'X1 Y1 Y2 Y3', false",
    "'', false"
  })
  void quorumOfTheExample_takesTwoOfXAndOneOfY(String names, boolean met) throws Exception {
    WitnessPolicy policy = WitnessPolicy.parse(EXAMPLE);
    List<String> of = Stream.of(names.split(" ", -1)).filter(name -> !name.isEmpty()).toList();
    SignedCheckpoint signed = CHECKPOINT.sign(LEDGER);
    for (String name : of) {
      signed = signed.with(cosigner(name).cosign(CHECKPOINT, 5));
    }
    Witnessing found = policy.judge(signed);

    assertThat(found.quorumMet()).isEqualTo(met);
    assertThat(found.existedBy()).isEqualTo(met ? Optional.of(5L) : Optional.empty());
    assertThat(found.cosigned()).extracting(c -> c.witness().name()).containsExactlyElementsOf(of);
    assertThat(found.absent()).hasSize(6 - of.size());
  }

  @Test
  void layout_isFree_betweenSpacesAndTabs() throws Exception {
    WitnessPolicy policy =
        WitnessPolicy.parse(
            "# a comment, caf\u00e9\n \t\n\t #another\n"
                + " \twitness\t \u00e9 "
                + cosigner("W").key().text()
                + " https://w\u00fc.example/ \t\n"
                + "group g 1 \u00e9\nquorum g \n");

    assertThat(policy.witnesses())
        .containsExactly(
            new Witness("\u00e9", cosigner("W").key(), Optional.of("https://w\u00fc.example/")));
  }

  @Test
  void quorumNone_demandsNothing_andBoundsNoTime() throws Exception {
    WitnessPolicy policy = WitnessPolicy.parse(witnesses("A") + "quorum none\n");
    SignedCheckpoint signed = CHECKPOINT.sign(LEDGER).with(cosigner("A").cosign(CHECKPOINT, 5));

    assertThat(policy.demandsWitnesses()).isFalse();
    assertThat(policy.smallestQuorum()).isZero();
    assertThat(policy.overlap()).isZero();
    assertThat(policy.judge(signed).quorumMet()).isTrue();
    assertThat(policy.judge(signed).existedBy()).isEmpty();
    assertThat(policy.judge(signed).cosigned()).hasSize(1);
    assertThat(WitnessPolicy.parse("quorum none\n").witnesses()).isEmpty();
  }

  @Test
  void mlDsa44KeysOfLogsAndWitnesses_areRead() throws Exception {
    MlDsa44Signer signer = MlDsa44Signer.ofSeed(seed(9));
    Cosigner witness = Cosigner.of("witness.example/pq", signer);
    CosignerKey log = CosignerKey.of(ORIGIN, MlDsa44Signer.ofSeed(seed(8)).publicKey());
    WitnessPolicy policy =
        WitnessPolicy.parse(
            "log "
                + log.text()
                + " https://log.example/\n"
                + "witness pq "
                + witness.key().text()
                + "\nquorum pq\n");

    assertThat(policy.logs())
        .containsExactly(new WitnessPolicy.Log(log, Optional.of("https://log.example/")));
    assertThat(
            policy.judge(CHECKPOINT.sign(LEDGER).with(witness.cosign(CHECKPOINT, 3))).existedBy())
        .contains(3L);
  }

  static Stream<String> malformed() {
    String a = witnesses("A");
    String aKey = cosigner("A").key().text();
    String more =
        IntStream.range(0, 65).mapToObj(i -> witnesses("w" + i)).collect(Collectors.joining());
    String sixteen = IntStream.range(0, 16).mapToObj(i -> " w" + i).collect(Collectors.joining());
    return Stream.of(
        "",
        "\n",
        "quorum none",
        a,
        a + "quorum\n",
        a + "quorum A A\n",
        a + "quorum a\n",
        a + "quorum A\nquorum A\n",
        a + "quorum none\nquorum A\n",
        "quorum A\n" + a,
        a + "quorum A \u00a0\n",
        a + "quorum A\r\n",
        a + "quorum A\u000b\n",
        a + "quorum A\u0000\n",
        a + "quorum A\n# \u007f\n",
        a + "quorum A\n# \ud800\n",
        a + "quorum A\nwitnes B " + aKey + "\n",
        a + "Quorum A\n",
        a + "quorum A # comment\n",
        "witness A\nquorum none\n",
        "witness A " + aKey + " url more\nquorum A\n",
        "witness none " + aKey + "\nquorum none\n",
        "witness A " + LOG + "\nquorum A\n",
        "witness A " + aKey + "x\nquorum A\n",
        a + a + "quorum A\n",
        a + "witness B " + aKey + "\nquorum A\n",
        a
            + "witness B "
            + CosignerKey.of("another.example", signer("A").publicKey()).text()
            + "\nquorum A\n",
        "log\nquorum none\n",
        "log " + LOG + " url more\nquorum none\n",
        "log " + LOG + "\nlog " + LOG + "\nquorum none\n",
        "log " + aKey + "\nquorum none\n",
        "log x\nquorum none\n",
        a + "group g any\nquorum g\n",
        a + "group g some A\nquorum g\n",
        a + "group g 0 A\nquorum g\n",
        a + "group g 2 A\nquorum g\n",
        a + "group g 01 A\nquorum g\n",
        a + "group g +1 A\nquorum g\n",
        a + "group g -1 A\nquorum g\n",
        a + "group g 99999999999 A\nquorum g\n",
        a + "group A any A\nquorum A\n",
        a + "group none any A\nquorum none\n",
        a + "group g any none\nquorum g\n",
        a + "group g any g\nquorum g\n",
        a + "group g any h\ngroup h any A\nquorum g\n",
        a + "group g any A A\nquorum g\n",
        a + "group g any A\ngroup h any A\nquorum g\n",
        a + "group g any A\ngroup h any g\ngroup i any g\nquorum h\n",
        "group g any A\n" + a + "quorum g\n",
        more + "quorum none\n",
        more.substring(0, more.lastIndexOf("witness w64"))
            + "group g all"
            + sixteen
            + "\nquorum g\n",
        a + "quorum A\n#" + "x".repeat(WitnessPolicy.MAX_SIZE) + "\n");
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void otherText_isRefused(String text) {
    assertThat(Refused.reasonOf(() -> WitnessPolicy.parse(text)))
        .isEqualTo(Reason.WITNESS_POLICY_MALFORMED);
  }

  @Test
  void sixtyFourWitnesses_andAQuorumOfFifteen_areTheMost() throws Exception {
    String all =
        IntStream.range(0, 64).mapToObj(i -> witnesses("w" + i)).collect(Collectors.joining());
    String fifteen = IntStream.range(0, 15).mapToObj(i -> " w" + i).collect(Collectors.joining());
    WitnessPolicy policy = WitnessPolicy.parse(all + "group g all" + fifteen + "\nquorum g\n");

    assertThat(policy.witnesses()).hasSize(64);
    assertThat(policy.smallestQuorum()).isEqualTo(15);
  }

  @Test
  void refusal_namesTheLine() {
    assertThat(catchThrowable(() -> WitnessPolicy.parse("# one\n\ngroup g any A\nquorum g\n")))
        .hasMessageContaining("witness policy, line 3: expected the name of a witness or group");
  }

  @Test
  void lineOfAWitnessThatDoesNotVerify_isRefused_evenWhereOthersAreEnough() throws Exception {
    WitnessPolicy policy = WitnessPolicy.parse(witnesses("A", "B") + "group g any A B\nquorum g\n");
    Checkpoint other = new Checkpoint(ORIGIN, 8, Hash.ZERO);
    SignedCheckpoint good = CHECKPOINT.sign(LEDGER).with(cosigner("A").cosign(CHECKPOINT, 5));
    SignedCheckpoint forged =
        SignedCheckpoint.parse(good.text() + cosigner("B").cosign(other, 5).line() + "\n");

    assertThat(policy.judge(good).quorumMet()).isTrue();
    assertThat(Refused.reasonOf(() -> policy.judge(forged))).isEqualTo(Reason.COSIGNATURE_INVALID);
  }

  @Test
  void witnessOutsideTheQuorum_isToldAndDoesNotCount() throws Exception {
    WitnessPolicy policy = WitnessPolicy.parse(witnesses("A", "B") + "quorum A\n");
    Witnessing found =
        policy.judge(CHECKPOINT.sign(LEDGER).with(cosigner("B").cosign(CHECKPOINT, 5)));

    assertThat(found.quorumMet()).isFalse();
    assertThat(found.cosigned()).hasSize(1);
  }

  /** A liar who backdates cannot move the time before that of the honest ones it needs. */
  @ParameterizedTest
  @CsvSource({
    "2, 10 20 30, 20, 20",
    "2, 1 20 30, 20, 20",
    "2, 20 30, 30, 20",
    "1, 10 20 30, 10, 30",
    "3, 10 20 30, 30, 10",
    "2, 10 20 99999, 20, 20"
  })
  void times_areThoseAtWhichAQuorumStands(
      int threshold, String times, long existedBy, long largestAsOf) throws Exception {
    List<String> names = List.of("A", "B", "C");
    WitnessPolicy policy =
        WitnessPolicy.parse(
            witnesses("A", "B", "C") + "group g " + threshold + " A B C\nquorum g\n");
    SignedCheckpoint signed = CHECKPOINT.sign(LEDGER);
    String[] each = times.split(" ", -1);
    for (int i = 0; i < each.length; i++) {
      signed = signed.with(cosigner(names.get(i)).cosign(CHECKPOINT, Long.parseLong(each[i])));
    }
    Witnessing found = policy.judge(signed);

    assertThat(found.existedBy()).contains(existedBy);
    assertThat(found.largestAsOf()).contains(largestAsOf);
  }

  /** Against every pair of sets of witnesses, for every shape of two groups of up to three. */
  @Test
  void numbersOfLiars_areTheFewestOverAllSets() {
    int compared = 0;
    for (int a = 1; a <= 3; a++) {
      for (int b = 1; b <= 3; b++) {
        for (int k = 1; k <= a; k++) {
          for (int l = 1; l <= b; l++) {
            for (int m = 1; m <= 2; m++) {
              Quorum left = new Quorum.Group(k, ones("a", a));
              Quorum right = new Quorum.Group(l, ones("b", b));
              compare(new Quorum.Group(m, List.of(left, right)), a, b);
              compare(new Quorum.Group(m + 1, List.of(left, right, new Quorum.One("b3"))), a, b);
              compared += 2;
            }
          }
        }
      }
    }
    assertThat(compared).isEqualTo(144);
  }

  private static void compare(Quorum quorum, int a, int b) {
    List<String> names = new ArrayList<>();
    IntStream.range(0, a).forEach(i -> names.add("a" + i));
    IntStream.range(0, b).forEach(i -> names.add("b" + i));
    names.add("b3");
    List<Integer> enough =
        IntStream.range(0, 1 << names.size())
            .filter(set -> quorum.metAt(timesOf(names, set), Long::compare).isPresent())
            .boxed()
            .toList();
    int smallest = enough.stream().mapToInt(Integer::bitCount).min().orElseThrow();
    int overlap =
        enough.stream()
            .flatMap(one -> enough.stream().map(other -> Integer.bitCount(one & other)))
            .mapToInt(Integer::intValue)
            .min()
            .orElseThrow();

    assertThat(quorum.smallest()).as("smallest of %s", quorum).isEqualTo(smallest);
    assertThat(quorum.overlap()).as("overlap of %s", quorum).isEqualTo(overlap);
  }

  private static Map<String, Long> timesOf(List<String> names, int set) {
    Map<String, Long> times = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      if (((set >> i) & 1) == 1) {
        times.put(names.get(i), 1L);
      }
    }
    return times;
  }

  private static List<Quorum> ones(String prefix, int count) {
    return IntStream.range(0, count).<Quorum>mapToObj(i -> new Quorum.One(prefix + i)).toList();
  }

  private static String witnesses(String... names) {
    return Stream.of(names)
        .map(name -> "witness " + name + " " + cosigner(name).key().text() + "\n")
        .collect(Collectors.joining());
  }

  private static Cosigner cosigner(String name) {
    return Cosigner.of("witness.example/" + name, signer(name));
  }

  private static InMemorySigner signer(String name) {
    return InMemorySigner.ed25519(seed(name.hashCode()));
  }

  private static Bytes seed(int number) {
    byte[] seed = new byte[32];
    for (int i = 0; i < 4; i++) {
      seed[i] = (byte) (number >> (8 * i));
    }
    return Bytes.of(seed);
  }
}
