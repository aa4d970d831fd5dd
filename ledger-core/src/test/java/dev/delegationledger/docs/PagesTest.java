package dev.delegationledger.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.delegationledger.evidence.Misbehaviour;
import dev.delegationledger.model.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the names and links in docs/ to what is there. */
final class PagesTest {
  private static final Pattern TYPE =
      Pattern.compile("`([A-Z][A-Za-z0-9]+)(?:\\.([A-Za-z]\\w*))?`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");
  private static final Pattern CODE = Pattern.compile("`[^`\\n]*`");
  private static final Pattern REASON = Pattern.compile("`([a-z]+(?:-[a-z]+)+)`");

  /** Classes that a page may name and that stand in tests. */
  private static final Set<String> IN_TESTS = Set.of("ArchitectureTest");

  @Test
  void lifeOfAGrant_namesClassesThatExist() {
    List<JavaClass> classes =
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.delegationledger")
                .stream()
                .toList();
    Set<String> types = classes.stream().map(JavaClass::getSimpleName).collect(Collectors.toSet());
    Set<String> members = new TreeSet<>();
    for (JavaClass type : classes) {
      type.getMembers()
          .forEach(member -> members.add(type.getSimpleName() + "." + member.getName()));
      type.getEnclosingClass()
          .ifPresent(outer -> members.add(outer.getSimpleName() + "." + type.getSimpleName()));
    }
    Matcher names = TYPE.matcher(Pages.text("life-of-a-grant.md"));
    int found = 0;
    while (names.find()) {
      if (!IN_TESTS.contains(names.group(1))) {
        assertThat(types).contains(names.group(1));
      }
      if (names.group(2) != null) {
        assertThat(members).contains(names.group(1) + "." + names.group(2));
      }
      found++;
    }
    assertThat(found).isGreaterThan(60);
  }

  @Test
  void formatAndThreatModel_nameOnlyReasonsAndChecksThatExist() {
    Set<String> known =
        Stream.of(Reason.values()).map(Reason::code).collect(Collectors.toCollection(TreeSet::new));
    Matcher checks = REASON.matcher(FormatValues.checks());
    while (checks.find()) {
      known.add(checks.group(1));
    }
    Stream.of(Misbehaviour.Kind.values()).map(Misbehaviour.Kind::code).forEach(known::add);
    known.addAll(
        Set.of(
            "enrolled-by-authority",
            "enrolled-by-untrusted-authority",
            "ledger-verify",
            "control-owner",
            "data-approver"));
    for (String page : List.of("format.md", "threat-model.md")) {
      Matcher codes = REASON.matcher(Pages.text(page));
      while (codes.find()) {
        assertThat(known).as(page).contains(codes.group(1));
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> everyLinkOfAPage_leadsToAFile() throws IOException {
    try (Stream<Path> files = Files.walk(Pages.DOCS)) {
      return files.filter(file -> file.toString().endsWith(".md")).toList().stream()
          .map(file -> DynamicTest.dynamicTest(file.toString(), () -> requireLinks(file)));
    }
  }

  private static void requireLinks(Path page) throws IOException {
    Matcher links = LINK.matcher(CODE.matcher(Files.readString(page)).replaceAll(""));
    while (links.find()) {
      assertThat(page.resolveSibling(links.group(1))).exists();
    }
  }
}
