package dev.delegationledger.authority;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.Granted;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.testing.Registry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which statement causes which fact: a status that names any other names none. */
final class FactKindTest {
  private final Registry r = Registry.open();

  @AfterEach
  void close() {
    r.ledger.close();
  }

  @Test
  void aRenewal_supersedesTheGrantThatItNames_andNoOther() {
    Granted renewal = r.ledger.append(r.rootGrant().replacing(r.root).by(r.janeKey));
    Statement statement = renewal.entry().statement();
    assertThat(FactKind.SUPERSEDED.isCausedBy(statement, r.root.hash())).isTrue();
    assertThat(FactKind.SUPERSEDED.isCausedBy(statement, r.child.hash())).isFalse();
    assertThat(FactKind.SUPERSEDED.isCausedBy(r.child.entry().statement(), r.root.hash()))
        .isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void anEnrolmentThatRotatesNothing_causesNothing(FactKind kind) {
    assertThat(kind.isCausedBy(r.jane.entry().statement(), r.root.hash())).isFalse();
  }
}
