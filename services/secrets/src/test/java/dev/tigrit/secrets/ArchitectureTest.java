package dev.tigrit.secrets;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.tigrit.testkit.ServiceRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void boundariesHold() {
        ServiceRules.check("secrets");
    }

    @Test
    void nothingHereCanCallAnybody() {
        var classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.tigrit.secrets");

        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.net.http..",
                        "org.springframework.web.client..",
                        "org.springframework.web.reactive.function.client..",
                        "reactor.netty.http.client..",
                        "io.netty.bootstrap..",
                        "io.netty.resolver..",
                        "io.fabric8..",
                        "io.kubernetes..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.net.Socket")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.net.URLConnection")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.nio.channels.SocketChannel")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("reactor.netty.tcp.TcpClient")
                .check(classes);
    }

    /** No lock, and no JSON by reflection, on the way of a read. */
    @Test
    void readPathHasNoLockAndNoHopToAnotherThread() {
        var classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.tigrit.secrets.read", "dev.tigrit.secrets.secret");

        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.util.concurrent.locks..", "reactor.core.scheduler..")
                .orShould()
                .callMethodWhere(DescribedPredicate.describe(
                        "a thread is switched",
                        call -> call.getName().equals("publishOn")
                                || call.getName().equals("subscribeOn")))
                .check(classes);
        noClasses()
                .that()
                .haveSimpleName("SecretReads")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("tools.jackson..", "org.springframework.http..", "reactor..")
                .check(classes);
    }
}
