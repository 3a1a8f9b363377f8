package dev.tigrit.bench;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every server answers every call of the comparison with the right status and body. {@code make bench BENCH=answers} runs it. */
class AnswersBench {

    @TestFactory
    Stream<DynamicTest> everyAnswerIsCorrect() throws Exception {
        var equipment = Equipment.start();
        var comparison = equipment.comparison();
        return equipment.cells("").stream()
                .map(cell -> DynamicTest.dynamicTest(cell.name(), () -> comparison.check(cell)))
                .onClose(equipment::close);
    }
}
