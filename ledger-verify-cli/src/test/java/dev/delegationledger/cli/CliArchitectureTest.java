package dev.delegationledger.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/**
 * Holds the command line to the library's own words, and RocksDB to the one class that opens it.
 */
final class CliArchitectureTest {
  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.delegationledger.cli");

  @Test
  void commandLine_importsTheLibraryAndPicocliOnly() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "org.jspecify..", "picocli..", "dev.delegationledger..")
        .allowEmptyShould(true)
        .check(OURS);
  }

  /** {@code verify} runs without RocksDB on the class path, so only one class may lead there. */
  @Test
  void onlyLedgerDirectory_importsRocksDb() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.delegationledger.cli.LedgerDirectory")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.delegationledger.rocksdb..", "org.rocksdb..")
        .allowEmptyShould(true)
        .check(OURS);
  }
}
