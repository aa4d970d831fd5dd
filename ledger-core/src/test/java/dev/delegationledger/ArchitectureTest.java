package dev.delegationledger;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Holds the import table: what each package may import of ours, and the one package that may import
 * each library. A row stands below every row that it names, so the table has no cycle.
 */
final class ArchitectureTest {
  private static final String BASE = "dev.delegationledger";

  /** What every package may import beside its row. */
  private static final List<String> EVERYWHERE = List.of("java..", "javax..", "org.jspecify..");

  private static final List<String> RULES =
      List.of("model", "scope", "crypto", "json", "jose", "log", "entry", "aat", "authority");

  private static final List<Row> TABLE =
      List.of(
          row("model"),
          row("scope", "model"),
          row("crypto", "model").andLibrary("org.bouncycastle..", "com.amazon.corretto.."),
          row("json", "model").andLibrary("tools.jackson.."),
          row("jose", "model", "crypto", "json").andLibrary("com.nimbusds.."),
          row("log", "model", "crypto", "json"),
          row("store"),
          row("witness", "model", "json", "log", "store"),
          row("entry", "model", "scope", "crypto", "json", "jose"),
          row("aat", "model", "scope", "crypto", "json", "jose"),
          row("authority", "model", "scope", "crypto", "json", "jose", "log", "entry", "aat"),
          row("view", "store").andAll(RULES),
          row("anchor", "model", "log", "store", "authority", "view"),
          row("append", "store", "view").andAll(RULES),
          row("proof", "store", "view").andAll(RULES),
          row("audit", "store", "view", "witness").andAll(RULES),
          row("tiles", "model", "crypto", "log", "authority", "view"),
          row("evidence", "store", "view", "proof", "audit").andAll(RULES),
          row(
              "publish",
              "model",
              "crypto",
              "log",
              "authority",
              "store",
              "view",
              "append",
              "witness"),
          row("", "store", "view", "append", "proof", "audit", "tiles", "publish").andAll(RULES));

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(BASE);

  @TestFactory
  Stream<DynamicTest> aPackage_importsOnlyWhatItsRowAllows() {
    return TABLE.stream()
        .map(row -> DynamicTest.dynamicTest(inFull(row.name()), () -> only(row).check(OURS)));
  }

  @Test
  void everyPackage_hasARow() {
    String[] rows = TABLE.stream().map(row -> inFull(row.name())).toArray(String[]::new);
    classes().should().resideInAnyPackage(rows).check(OURS);
  }

  @Test
  void everyRow_standsBelowTheRowsItNames() {
    Set<String> above = new HashSet<>();
    for (Row row : TABLE) {
      assertThat(above).as("rows above %s", inFull(row.name())).containsAll(row.ours());
      assertThat(above.add(row.name())).as("the only row of %s", inFull(row.name())).isTrue();
    }
  }

  @Test
  void onlyPublish_speaksToANetwork() {
    noClasses()
        .that()
        .resideOutsideOfPackage(inFull("publish"))
        .should()
        .dependOnClassesThat(speakToANetwork())
        .check(OURS);
  }

  private static DescribedPredicate<JavaClass> speakToANetwork() {
    return DescribedPredicate.describe(
        "speak to a network",
        it ->
            (it.getPackageName().startsWith("java.net")
                    && !it.getSimpleName().startsWith("URISyntax")
                    && !it.isEquivalentTo(URI.class))
                || it.getPackageName().startsWith("javax.net")
                || it.getPackageName().startsWith("com.sun.net"));
  }

  @Test
  void onlyTilesAndAnAnchor_touchFiles() {
    noClasses()
        .that()
        .resideOutsideOfPackages(inFull("tiles"), inFull("anchor"))
        .should()
        .dependOnClassesThat(touchFiles())
        .check(OURS);
  }

  private static DescribedPredicate<JavaClass> touchFiles() {
    return DescribedPredicate.describe(
        "touch files",
        it ->
            it.getPackageName().startsWith("java.nio.channels")
                || (it.getPackageName().startsWith("java.nio.file")
                    && !it.isEquivalentTo(Path.class))
                || (it.getPackageName().equals("java.io") && it.getSimpleName().startsWith("File"))
                || it.isEquivalentTo(RandomAccessFile.class));
  }

  private static ArchRule only(Row row) {
    String[] allowed =
        Stream.of(
                EVERYWHERE.stream(),
                Stream.of(inFull(row.name())),
                row.ours().stream().map(ArchitectureTest::inFull),
                row.libraries().stream())
            .flatMap(names -> names)
            .toArray(String[]::new);
    return classes()
        .that()
        .resideInAPackage(inFull(row.name()))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(allowed)
        .allowEmptyShould(true);
  }

  private static String inFull(String name) {
    return name.isEmpty() ? BASE : BASE + "." + name;
  }

  private static Row row(String name, String... ours) {
    return new Row(name, List.of(ours), List.of());
  }

  /** A package, the packages of ours and the libraries that it may import. */
  private record Row(String name, List<String> ours, List<String> libraries) {
    Row andAll(List<String> more) {
      return new Row(name, Stream.concat(ours.stream(), more.stream()).toList(), libraries);
    }

    Row andLibrary(String... libraries) {
      return new Row(name, ours, List.of(libraries));
    }
  }
}
