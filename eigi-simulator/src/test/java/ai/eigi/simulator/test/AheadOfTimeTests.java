package ai.eigi.simulator.test;

import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aot.generate.GeneratedFiles.Kind;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.aot.DisabledInAotMode;
import org.springframework.test.context.aot.TestContextAotGenerator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A build that processes its tests ahead of time leaves those with a simulator out, and
 * does not fail.
 */
class AheadOfTimeTests {

	@Test
	void shouldLeaveTestsWithSimulatorOut() {
		InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
		new TestContextAotGenerator(files)
			.processAheadOfTime(Stream.of(AutoConfigureEigiSimulatorTests.class, EigiClientSliceTests.OwnSlice.class));
		assertThat(files.getGeneratedFiles(Kind.SOURCE).keySet()).noneMatch((path) -> path.startsWith("ai/eigi"));
	}

	@ParameterizedTest
	@ValueSource(
			classes = { AutoConfigureEigiSimulatorTests.class, AutoConfigureEigiSimulatorTests.WithinAnotherClass.class,
					EigiClientSliceTests.OwnSlice.class, ParallelTests.Shared.First.class })
	void shouldNotRunTestsWithSimulatorThen(Class<?> testClass) {
		assertThat(TestContextAnnotationUtils.hasAnnotation(testClass, DisabledInAotMode.class)).isTrue();
	}

}
