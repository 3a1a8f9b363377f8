package dev.tigrit.operator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
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
    void onlyPushSpeaksToReplicasAndOnlyTrustKnowsBouncyCastle() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".push..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net.http..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".trust..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.bouncycastle..")
                .check(CLASSES);
    }

    /** The root package, too: a pattern would leave it out, and a cycle through it would pass. */
    private static final class EachPackage implements SliceAssignment {

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return type.getPackageName().startsWith(ROOT)
                    ? SliceIdentifier.of(type.getPackageName())
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "each package of " + ROOT;
        }
    }

    @Test
    void packagesHaveNoCyclesAndNoDrawers() {
        slices().assignedFrom(new EachPackage()).should().beFreeOfCycles().check(CLASSES);
        noClasses()
                .should()
                .resideInAnyPackage(
                        Stream.of("util", "common", "helper", "impl", "dto", "model", "controller", "service")
                                .map(name -> ROOT + ".." + name + "..")
                                .toArray(String[]::new))
                .check(CLASSES);
    }
}
