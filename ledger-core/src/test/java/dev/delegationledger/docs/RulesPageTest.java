package dev.delegationledger.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.model.Reason;
import dev.delegationledger.model.ReasonClass;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds docs/rules.md to the reasons that the code gives. */
final class RulesPageTest {
  private static final Pattern CODE = Pattern.compile("`([a-z]+(?:-[a-z]+)+)`");
  private static final String PAGE = Pages.text("rules.md");

  /** Names of checks and roles that are no reasons. */
  private static final Set<String> OTHER_NAMES =
      Set.of(
          "grant-form",
          "action-form",
          "holder-keys",
          "alive-when-granted",
          "alive-when-used",
          "chain-size",
          "token-form",
          "token-times",
          "parent-links");

  /** Of a proof file, a trust file or a submission: they come before any rule. */
  private static final Set<Reason> BEFORE_ANY_RULE =
      EnumSet.of(
          Reason.STATUS_MISSING,
          Reason.NAME_NOT_DISCLOSED,
          Reason.UNKNOWN_ACTION,
          Reason.AMBIGUOUS_ACTION,
          Reason.UNKNOWN_LEDGER,
          Reason.UNKNOWN_SUITE,
          Reason.UNKNOWN_KIND,
          Reason.UNKNOWN_VERSION,
          Reason.UNKNOWN_CONSTRAINT_TYPE,
          Reason.WITNESS_QUORUM_MISSING,
          Reason.AUDITOR_QUORUM_MISSING,
          Reason.CHECKPOINT_TOO_OLD,
          Reason.CONSISTENCY_MISSING,
          Reason.NOTHING_SHOWN,
          Reason.DISCLOSURE_REQUIRED);

  @Test
  void everyOutcomeOfARule_isOnThePage() {
    Set<String> missing = new TreeSet<>();
    Arrays.stream(Reason.values())
        .filter(
            reason ->
                reason.reasonClass() == ReasonClass.AUTHORITY
                    || reason.reasonClass() == ReasonClass.UNDECIDED)
        .filter(reason -> !BEFORE_ANY_RULE.contains(reason))
        .map(Reason::code)
        .filter(code -> !PAGE.contains("`" + code + "`"))
        .forEach(missing::add);
    assertThat(missing).isEmpty();
  }

  @Test
  void everyReasonOnThePage_isOne() {
    Set<String> unknown = new TreeSet<>();
    Matcher codes = CODE.matcher(PAGE);
    while (codes.find()) {
      if (Reason.ofCode(codes.group(1)).isEmpty() && !OTHER_NAMES.contains(codes.group(1))) {
        unknown.add(codes.group(1));
      }
    }
    assertThat(unknown).isEmpty();
  }
}
