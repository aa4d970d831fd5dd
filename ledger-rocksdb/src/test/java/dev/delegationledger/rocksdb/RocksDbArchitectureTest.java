package dev.delegationledger.rocksdb;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Holds the embedded store to bytes: it knows the store's interface and nothing else of ours. */
final class RocksDbArchitectureTest {
  @Test
  void rocksDb_importsTheStoreOnly() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "org.jspecify..",
            "org.rocksdb..",
            "dev.delegationledger.store",
            "dev.delegationledger.rocksdb")
        .allowEmptyShould(true)
        .check(
            new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.delegationledger.rocksdb"));
  }
}
