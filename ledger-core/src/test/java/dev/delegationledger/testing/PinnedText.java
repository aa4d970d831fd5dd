package dev.delegationledger.testing;

import dev.delegationledger.authority.LedgerKeys;
import java.util.ArrayList;
import java.util.List;

/** The keys of a ledger as members of its object in a trust file. */
public final class PinnedText {
  private PinnedText() {}

  /** All keys with their ranges, or the one that there is. */
  public static String of(LedgerKeys keys) {
    List<LedgerKeys.Span> spans = keys.spans();
    if (spans.size() == 1) {
      return "\"vkey\":\"" + keys.current().text() + "\"";
    }
    List<String> ranges = new ArrayList<>();
    for (int i = 0; i < spans.size(); i++) {
      String text = keys.verifierKey(spans.get(i).key()).text();
      ranges.add(
          i + 1 < spans.size()
              ? range(text, spans.get(i).from(), spans.get(i + 1).from())
              : range(text, spans.get(i).from()));
    }
    return "\"vkeys\":[" + String.join(",", ranges) + "]";
  }

  /** A range without an end. */
  public static String range(String vkey, long from) {
    return "{\"vkey\":\"" + vkey + "\",\"from\":" + from + "}";
  }

  /** A range. */
  public static String range(String vkey, long from, long to) {
    return "{\"vkey\":\"" + vkey + "\",\"from\":" + from + ",\"to\":" + to + "}";
  }
}
