package dev.delegationledger.scope;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.model.Constraint;
import dev.delegationledger.model.NormalPath;
import dev.delegationledger.model.NormalUrl;
import dev.delegationledger.model.Value;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;

/** Random hostile paths, URLs and texts: the reference agrees, and nobody is led outside. */
@Tag("property")
class ExtensionPropertyTest {
  private static final List<String> PATH_PARTS =
      List.of(
          "/",
          "/",
          "/",
          "a",
          "a",
          "b",
          "a/b",
          ".",
          "..",
          "...",
          " ",
          "\\",
          "%",
          "%2e",
          "%2F",
          ":",
          ";",
          "~",
          "//",
          "\u00e9",
          "e\u0301",
          "\u0301",
          "\u2215",
          "\uff0f",
          "\u2024",
          "\u200b",
          "\u202e",
          "\u00ad",
          "\u00a0",
          "\ufe0f",
          "\u0000",
          "\n",
          "\ud83d\ude00",
          "A",
          "\u212b");

  private static final List<String> URL_PARTS =
      List.of(
          "/",
          "/",
          "/",
          "a",
          "a",
          "b",
          ".",
          "..",
          "%2e",
          "%2E%2E",
          "%2f",
          "%5c",
          "%252e",
          "%25",
          "%61",
          "%c3%a9",
          "%C3",
          "%a9",
          "%c0%ae",
          "%e2%88%95",
          "%65%cc%81",
          "%00",
          "%20",
          "%3b",
          "%",
          "?",
          "#",
          "@",
          ":",
          ";",
          "\\",
          " ",
          "+",
          "&x=1",
          "\u00e9",
          "%ed%a0%80",
          "%3a");

  private static final List<String> ORIGINS =
      List.of(
          "https://h.example",
          "https://h.example:443",
          "https://h.example:8443",
          "http://h.example",
          "HTTPS://h.example",
          "https://H.example",
          "https://h.example.",
          "https://u@h.example",
          "https://h.example@evil",
          "https://h.example:",
          "https:/h.example",
          "https://h.example:0443",
          "https://127.0.0.1",
          "https://127.1",
          "//h.example",
          "x://h");

  private static final List<NormalPath> PATHS =
      List.of(new NormalPath("/"), new NormalPath("/a"), new NormalPath("/a/b"));

  private static final List<NormalUrl> URLS =
      List.of(
          url("https://h.example"),
          url("https://h.example/a"),
          url("https://h.example/a/%C3%A9"),
          url("https://h.example:8443/a"),
          url("http://h.example/b"),
          url("x://h/a"));

  private static NormalUrl url(String text) {
    return NormalUrl.parse(text).orElseThrow();
  }

  private static String text(Random random, List<String> parts, int atMost) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(atMost + 1); i > 0; i--) {
      text.append(parts.get(random.nextInt(parts.size())));
    }
    return text.toString();
  }

  @Property(tries = 20000)
  void path_isTakenAsTheReferenceSays_andLeadsNowhereElse(@ForAll long seed) {
    Random random = new Random(seed);
    String text = (random.nextInt(8) > 0 ? "/" : "") + text(random, PATH_PARTS, 6);
    for (NormalPath root : PATHS) {
      Constraint within = new Constraint.PathWithin(root);
      boolean taken = Checks.check(within, Value.of(text));
      assertThat(taken).as("%s", text).isEqualTo(Reference.check(within, Value.of(text)));
      if (taken) {
        assertThat(resolved(text)).isEqualTo(text);
        assertThat(resolved(text)).startsWith(root.value());
        assertThat(TextReference.isBelow(resolved(text), root.value())).isTrue();
      }
    }
  }

  @Property(tries = 20000)
  void url_isTakenAsTheReferenceSays_andLeadsNowhereElse(@ForAll long seed) {
    Random random = new Random(seed);
    String origin = ORIGINS.get(random.nextInt(3) > 0 ? random.nextInt(3) : random.nextInt(16));
    String text = origin + (random.nextInt(8) > 0 ? "/" : "") + text(random, URL_PARTS, 6);
    for (NormalUrl root : URLS) {
      Constraint within = new Constraint.UrlWithin(root);
      boolean taken = Checks.check(within, Value.of(text));
      assertThat(taken).as("%s", text).isEqualTo(Reference.check(within, Value.of(text)));
      if (taken) {
        requireWithin(root, text);
      }
    }
  }

  /** However lenient, however often it decodes: another parser is led to the same place. */
  private static void requireWithin(NormalUrl root, String text) {
    int query = text.indexOf('?');
    URI read = URI.create(query < 0 ? text : text.substring(0, query));
    assertThat(read.getScheme()).isEqualTo(root.scheme());
    assertThat(read.getHost()).isEqualTo(root.host());
    assertThat(read.getUserInfo()).isNull();
    String path = read.getRawPath();
    for (int times = 0; times < 3; times++) {
      path = URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
      path = path.replaceAll(";[^/]*", "");
      assertThat(TextReference.isBelow(resolved(path), root.path())).as("%s", text).isTrue();
    }
  }

  /** As a file system or a server would: nothing for a dot, one up for two, either slash. */
  private static String resolved(String path) {
    Deque<String> places = new ArrayDeque<>();
    for (String segment : path.replace('\\', '/').split("/", -1)) {
      String name = segment.strip();
      if (name.equals("..")) {
        places.pollLast();
      } else if (!name.isEmpty() && !name.equals(".")) {
        places.addLast(segment);
      }
    }
    return "/" + String.join("/", places);
  }

  @Property(tries = 20000)
  void pairOfExtensions_isPermittedAsTheReferenceSays_andIsSound(@ForAll long seed) {
    Random random = new Random(seed);
    Constraint parent = extension(random);
    Constraint child = extension(random);
    boolean subsumed = Subsumption.subsumes(parent, child);
    assertThat(subsumed).isEqualTo(Reference.subsumes(parent, child));
    assertThat(Subsumption.subsumes(parent, parent)).isTrue();
    for (int i = 0; subsumed && i < 50; i++) {
      Value value = Value.of(below(random, child));
      if (Checks.check(child, value)) {
        assertThat(Checks.check(parent, value)).isTrue();
        assertThat(Subsumption.subsumes(parent, new Constraint.Exact(value))).isTrue();
      }
    }
  }

  private static Constraint extension(Random random) {
    List<String> places = List.of("/", "/a", "/a/b", "/a/b/c", "/ab", "/b", "/\u00e9");
    String place = places.get(random.nextInt(places.size()));
    return switch (random.nextInt(3)) {
      case 0 -> Build.pathWithin(place);
      case 1 -> {
        NormalUrl root = URLS.get(random.nextInt(URLS.size()));
        yield new Constraint.UrlWithin(
            new NormalUrl(root.scheme(), root.host(), root.port(), place));
      }
      default -> Build.prefix(random.nextInt(4) > 0 ? place : "https://h.example" + place);
    };
  }

  /** A value that starts as the constraint wants. */
  private static String below(Random random, Constraint constraint) {
    if (constraint instanceof Constraint.PathWithin within) {
      return within.root().value() + text(random, PATH_PARTS, 4);
    } else if (constraint instanceof Constraint.UrlWithin within) {
      return TextReference.spelled(within.root()) + text(random, URL_PARTS, 4);
    }
    return ((Constraint.Prefix) constraint).value() + text(random, PATH_PARTS, 4);
  }
}
