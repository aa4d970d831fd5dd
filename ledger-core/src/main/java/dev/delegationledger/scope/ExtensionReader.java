package dev.delegationledger.scope;

import dev.delegationledger.model.Constraint;
import dev.delegationledger.model.NormalPath;
import dev.delegationledger.model.NormalUrl;
import dev.delegationledger.model.RefusedException;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads the constraint types that the draft does not have, in their one spelling. */
final class ExtensionReader {
  private static final BigDecimal MAX_PORT = BigDecimal.valueOf(65535);

  private ExtensionReader() {}

  static Constraint pathWithin(Shape object) throws RefusedException {
    String root = object.text("root");
    Optional<NormalPath> path = NormalPath.parse(root);
    if (path.isEmpty()) {
      throw malformed(object, "root", "an absolute path in normal form", root);
    }
    return new Constraint.PathWithin(path.get());
  }

  static Constraint urlWithin(Shape object) throws RefusedException {
    String scheme = object.text("scheme");
    String host = object.text("host");
    OptionalInt port = port(object, NormalUrl.defaultPort(scheme));
    String path = object.text("path");
    if (!NormalUrl.isScheme(scheme)) {
      throw malformed(object, "scheme", "a scheme in lower case", scheme);
    } else if (!NormalUrl.isHost(host)) {
      throw malformed(object, "host", "a host in normal form", host);
    } else if (!NormalUrl.isPath(path)) {
      throw malformed(object, "path", "a decoded path in normal form", path);
    }
    return new Constraint.UrlWithin(new NormalUrl(scheme, host, port, path));
  }

  /** One spelling: the port that goes without saying is not said. */
  private static OptionalInt port(Shape object, OptionalInt unsaid) throws RefusedException {
    Optional<BigDecimal> stated = object.optionalNumber("port");
    if (stated.isEmpty()) {
      return OptionalInt.empty();
    }
    BigDecimal number = stated.get();
    boolean port = number.signum() > 0 && number.scale() <= 0 && number.compareTo(MAX_PORT) <= 0;
    if (!port || unsaid.equals(OptionalInt.of(number.intValue()))) {
      String expected = "a port from 1 to 65535, and not the scheme's default";
      throw Shape.malformed(object.pointer("port"), expected, Ascii.number(number));
    }
    return OptionalInt.of(number.intValueExact());
  }

  static Constraint prefix(Shape object) throws RefusedException {
    String value = object.text("value");
    if (!Constraint.Prefix.isValid(value)) {
      throw malformed(object, "value", "text in normalization form C, not empty", value);
    }
    return new Constraint.Prefix(value);
  }

  private static RefusedException malformed(
      Shape object, String name, String expected, String got) {
    return Shape.malformed(object.pointer(name), expected, Ascii.quote(got));
  }
}
