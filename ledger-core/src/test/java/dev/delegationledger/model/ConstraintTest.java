package dev.delegationledger.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ConstraintTest {
  @Test
  void exact_takesScalarsOnly() {
    assertThat(new Constraint.Exact(Value.NULL).value()).isEqualTo(Value.NULL);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Constraint.Exact(Value.arr(List.of())));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Constraint.Exact(Value.obj(Map.of())));
  }

  @Test
  void bounds_areComparedByWhatTheyAre() {
    assertThat(new Constraint.Bound(new BigDecimal("1.50"), true))
        .isEqualTo(new Constraint.Bound(new BigDecimal("1.5"), true));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Constraint.Bound(new BigDecimal("1e129"), false));
  }

  @Test
  void prefix_isTextInFormC_andNotEmpty() {
    assertThat(new Constraint.Prefix("\u00e9").value()).isEqualTo("\u00e9");
    for (String wrong : List.of("", "e\u0301", "a\ud800")) {
      assertThatIllegalArgumentException().isThrownBy(() -> new Constraint.Prefix(wrong));
    }
  }

  @Test
  void lists_areCopies() {
    var values = new ArrayList<Value>(List.of(Value.of("a")));
    var constraints = new ArrayList<Constraint>(List.of(new Constraint.Wildcard()));
    var made =
        List.of(
            new Constraint.OneOf(values),
            new Constraint.NotOneOf(values),
            new Constraint.Contains(values),
            new Constraint.Subset(values),
            new Constraint.All(constraints),
            new Constraint.Any(constraints));
    String before = made.toString();
    values.clear();
    constraints.clear();
    assertThat(made).hasToString(before);
  }
}
