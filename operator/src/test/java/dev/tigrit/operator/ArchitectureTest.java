package dev.tigrit.operator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final String ROOT = "dev.tigrit.operator";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void noSpringAndNoService() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.springframework..",
                        "reactor..",
                        "tools.jackson..",
                        "dev.tigrit.starter..",
                        "dev.tigrit.secrets..",
                        "dev.tigrit.auth..",
                        "dev.tigrit.sessions..")
                .check(CLASSES);
    }

    @Test
    void decisionDoesNoInputOrOutput() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".desire..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.fabric8..", "java.net..", "java.nio.file..", "org.slf4j..")
                .check(CLASSES);
    }

    @Test
    void onlyPushSpeaksToReplicasAndOnlyCertificateKnowsBouncyCastle() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".push..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net.http..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".certificate..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.bouncycastle..")
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCyclesAndNoDrawers() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
        noClasses()
                .should()
                .resideInAnyPackage(
                        Stream.of("util", "common", "helper", "impl", "dto", "model", "controller", "service")
                                .map(name -> ROOT + ".." + name + "..")
                                .toArray(String[]::new))
                .check(CLASSES);
    }
}
