package dev.tigrit.operator.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A test that needs an {@link ApiServer}; left out on a machine that has none, with one line that says so. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsApiServer.Condition.class)
public @interface NeedsApiServer {

    /** Whether there is one. */
    final class Condition implements ExecutionCondition {

        private static final String MISSING =
                "NO TEST WITH A KUBERNETES API SERVER IS RUN: there is no kube-apiserver with"
                        + " etcd. Set KUBE_API_TEST_DIR or KUBEBUILDER_ASSETS to a folder that has both, or put them on the PATH.";
        private static final AtomicBoolean SAID = new AtomicBoolean();

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (Binaries.areThere()) {
                return ConditionEvaluationResult.enabled("kube-apiserver is in " + Binaries.folder());
            }
            if (!SAID.getAndSet(true)) {
                System.err.println("\n***** " + MISSING + " *****\n");
            }
            return ConditionEvaluationResult.disabled(MISSING);
        }
    }
}
