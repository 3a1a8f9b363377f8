package dev.tigrit.testkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import jakarta.annotation.PostConstruct;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.reactivestreams.Publisher;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.util.ClassUtils;

/** The boundaries of the tree as tests: each service and each caller's ArchitectureTest calls {@link #check} with its own name. */
public final class ServiceRules {

    private static final List<String> SERVICES = List.of("auth", "sessions", "secrets", "gamebackend", "bot", "api");
    private static final List<String> CONFIGURED_BY_CONFIG_MAP = List.of("auth", "sessions");
    private static final String[] DRIVERS = {
        "io.lettuce..", "io.r2dbc..", "org.springframework.data..", "org.springframework.r2dbc.."
    };

    private ServiceRules() {}

    /** Checks every rule on the main classes of {@code dev.tigrit.<service>}. */
    public static void check(String service) {
        var root = "dev.tigrit." + service;
        var classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(root);
        knowsNoOtherService(service, root, classes);
        onlyStoreKnowsTheDatabase(root, classes);
        hasNoCycles(root, classes);
        onlySomeReadConfigMaps(service);
        keepsHouseStyle(root, classes);
    }

    private static void knowsNoOtherService(String service, String root, JavaClasses classes) {
        var others = Stream.concat(SERVICES.stream(), Stream.of("operator", "local"))
                .filter(other -> !other.equals(service))
                .map(other -> "dev.tigrit." + other + "..")
                .toArray(String[]::new);
        noClasses().should().dependOnClassesThat().resideInAnyPackage(others).check(classes);
        noClasses()
                .that()
                .resideOutsideOfPackages(root + ".client..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework.web.reactive.function.client..", "java.net.http..")
                .because("only client.<provider> calls another service")
                .check(classes);
    }

    private static void onlyStoreKnowsTheDatabase(String root, JavaClasses classes) {
        noClasses()
                .that()
                .resideOutsideOfPackages(root + ".store..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(DRIVERS)
                .check(classes);
    }

    /** Without the library {@code optional:kubernetes:} is as silent as off-cluster; and Secrets must not have it at all. */
    private static void onlySomeReadConfigMaps(String service) {
        assertThat(ClassUtils.isPresent(
                        "org.springframework.cloud.kubernetes.client.config.KubernetesClientConfigMapPropertySource",
                        ServiceRules.class.getClassLoader()))
                .as("spring-cloud-kubernetes-client-config on the class path of " + service)
                .isEqualTo(CONFIGURED_BY_CONFIG_MAP.contains(service));
    }

    /** Each package by itself, sub-packages and the root included. */
    private static void hasNoCycles(String root, JavaClasses classes) {
        var each = new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                return type.getPackageName().startsWith(root)
                        ? SliceIdentifier.of(type.getPackageName())
                        : SliceIdentifier.ignore();
            }

            @Override
            public String getDescription() {
                return "packages of " + root;
            }
        };
        slices().assignedFrom(each).should().beFreeOfCycles().check(classes);
    }

    private static void keepsHouseStyle(String root, JavaClasses classes) {
        var drawers = Stream.of("util", "common", "helper", "impl", "dto", "model", "controller", "service")
                .map(name -> root + ".." + name + "..")
                .toArray(String[]::new);
        noClasses().should().resideInAnyPackage(drawers).check(classes);
        noClasses().should().callMethodWhere(blocksOrSubscribes()).check(classes);
        noClasses()
                .should()
                .callMethod(LoggerFactory.class, "getLogger", String.class)
                .because("the logger audit belongs to AuditLine, any other is named by its class")
                .check(classes);
        fields().should().notBeAnnotatedWith(Value.class).allowEmptyShould(true).check(classes);
        methods()
                .should()
                .notBeAnnotatedWith(PostConstruct.class)
                .allowEmptyShould(true)
                .check(classes);
        classes()
                .that()
                .areTopLevelClasses()
                .and()
                .haveSimpleNameEndingWith("Properties")
                .should()
                .beRecords()
                .allowEmptyShould(true)
                .check(classes);
    }

    private static DescribedPredicate<JavaMethodCall> blocksOrSubscribes() {
        var names = Set.of("block", "blockOptional", "blockFirst", "blockLast", "subscribe");
        return DescribedPredicate.describe(
                "a publisher is blocked on or subscribed to",
                call -> names.contains(call.getName()) && call.getTargetOwner().isAssignableTo(Publisher.class));
    }
}
