package dev.delegationledger.authority.reference;

import dev.delegationledger.authority.reference.Stage.Told;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.model.Hash;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A history in short lines. */
final class Telling {
  private static final Pattern HASH = Pattern.compile("[A-Za-z0-9_-]{43}");
  private static final Pattern NOISE =
      Pattern.compile(
          "issued=Issued\\[.*?ignoredClaims=\\[\\]\\], |possession=[A-Za-z0-9_.-]+, "
              + "|(?<![:a-zA-Z])[a-zA-Z]+=(Optional.empty|\\{\\}|\\[\\])(, )?"
              + "|Optional(?=\\[)");

  private final Stage stage;

  Telling(Stage stage) {
    this.stage = stage;
  }

  String lines() {
    StringBuilder lines = new StringBuilder();
    int index = 1;
    for (Told told : stage.told()) {
      boolean isBase = told.recorded() && index <= stage.base();
      lines
          .append(told.recorded() ? String.valueOf(index) : "-")
          .append(isBase ? " (base) " : " ")
          .append((told.timeMs() - World.BEGIN) / 1000.0)
          .append("s by ")
          .append(KeyPool.POOL.of(told.statement().issued().signer()).name())
          .append(
              told.recorded() && told.refused().isEmpty() ? "" : " " + Stage.said(told.refused()))
          .append(issued(told))
          .append(": ")
          .append(shortened(told.statement()))
          .append('\n');
      index += told.recorded() ? 1 : 0;
    }
    return lines.toString();
  }

  private static String issued(Told told) {
    long late = told.statement().issued().issuedAt() - told.timeMs() / 1000;
    return " "
        + told.statement().issued().jti()
        + (late == 0 ? "" : " iat" + late)
        + (told.statement().issued().ledger().orElse("").endsWith("x") ? " elsewhere" : "");
  }

  private String shortened(Statement statement) {
    String text = statement.toString();
    text = NOISE.matcher(text).replaceAll("");
    Matcher hash = HASH.matcher(text);
    StringBuilder shortened = new StringBuilder();
    while (hash.find()) {
      hash.appendReplacement(shortened, Matcher.quoteReplacement(named(hash.group())));
    }
    hash.appendTail(shortened);
    return shortened.toString();
  }

  private String named(String text) {
    try {
      Hash hash = Hash.fromBase64Url(text);
      for (KeyPool.Key key : KeyPool.POOL.all()) {
        if (key.open().raw().base64Url().equals(text)) {
          return key.name();
        }
      }
      return stage
          .world
          .find(hash)
          .map(r -> "#" + r.index())
          .orElseGet(
              () -> KeyPool.POOL.key(hash).map(k -> KeyPool.POOL.of(hash).name()).orElse("?"));
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}
