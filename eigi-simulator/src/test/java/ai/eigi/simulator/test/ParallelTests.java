package ai.eigi.simulator.test;

import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import ai.eigi.client.EigiOperations;
import ai.eigi.client.call.OutboundCallRequest;
import ai.eigi.simulator.EigiSimulator;
import ai.eigi.simulator.SimulatedAgent;
import ai.eigi.simulator.junit.EigiSimulatorExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

import org.springframework.test.context.TestPropertySource;

import static ai.eigi.simulator.assertj.EigiSimulatorAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that run tests in parallel, classes and methods alike.
 */
class ParallelTests {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private static final String NUMBER = "+14155550123";

	private static final Set<Integer> PORTS = ConcurrentHashMap.newKeySet();

	private static final AtomicInteger AT_ONCE = new AtomicInteger();

	private static final AtomicInteger MOST_AT_ONCE = new AtomicInteger();

	private static CyclicBarrier together = new CyclicBarrier(1);

	@BeforeEach
	void forget() {
		PORTS.clear();
		MOST_AT_ONCE.set(0);
	}

	@Test
	void sharedSimulatorShouldBeUsedInTurns() {
		assertSucceeded(run(Shared.First.class, Shared.Second.class), 12);
		assertThat(PORTS).hasSize(1);
		assertThat(MOST_AT_ONCE).hasValue(1);
	}

	@Test
	void isolatedClassesShouldRunBesideEachOther() {
		together = new CyclicBarrier(2);
		assertSucceeded(run(Isolated.First.class, Isolated.Second.class), 6);
		assertThat(PORTS).hasSize(2);
	}

	@Test
	void isolatedNestedClassesShouldHaveSimulatorsOfTheirOwn() {
		together = new CyclicBarrier(2);
		assertSucceeded(run(NotIsolated.class), 6);
		assertThat(PORTS).hasSize(2).allSatisfy(ParallelTests::assertClosed);
	}

	@Test
	void isolatedClassShouldCloseWhatItsNestedClassesUsed() {
		assertSucceeded(run(IsolatedWithNested.class), 3);
		assertThat(PORTS).hasSize(2).allSatisfy(ParallelTests::assertClosed);
	}

	private static void assertClosed(int port) {
		assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> new Socket("127.0.0.1", port).close());
	}

	@Test
	void extensionShouldGiveMethodsSimulatorsOfTheirOwn() {
		together = new CyclicBarrier(4);
		assertSucceeded(run(WithParameters.class, WithField.class), 4);
		assertThat(PORTS).hasSize(4);
	}

	private static TestExecutionSummary run(Class<?>... classes) {
		LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
			.selectors(Stream.of(classes).map(DiscoverySelectors::selectClass).toList())
			.configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
			.configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
			.configurationParameter("junit.jupiter.execution.parallel.mode.classes.default", "concurrent")
			.configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
			.configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "8")
			.build();
		SummaryGeneratingListener listener = new SummaryGeneratingListener();
		LauncherFactory.create().execute(request, listener);
		return listener.getSummary();
	}

	private static void assertSucceeded(TestExecutionSummary summary, int tests) {
		summary.printFailuresTo(new PrintWriter(System.err, true), 10);
		assertThat(summary.getTestsSucceededCount()).isEqualTo(tests);
		assertThat(summary.getTotalFailureCount()).isZero();
	}

	private static void callAndCount(EigiSimulator simulator, EigiOperations operations) {
		MOST_AT_ONCE.accumulateAndGet(AT_ONCE.incrementAndGet(), Math::max);
		PORTS.add(simulator.port());
		assertThat(simulator).nobodyRang();
		operations.startCalls(OutboundCallRequest.of(SimulatedAgent.SUPPORT.id(), NUMBER)).block(LIMIT);
		assertThat(simulator).rangOnce(NUMBER);
		assertThat(simulator.requests()).hasSize(1);
		AT_ONCE.decrementAndGet();
	}

	/**
	 * Go on when as many tests as there are to be at the same time have come here.
	 */
	private static void meet() throws InterruptedException, BrokenBarrierException, TimeoutException {
		together.await(LIMIT.toSeconds(), TimeUnit.SECONDS);
	}

	@EigiClientTest
	abstract static class Shared {

		@RepeatedTest(3)
		void shouldCall(EigiSimulator simulator, EigiOperations operations) {
			callAndCount(simulator, operations);
		}

		@RepeatedTest(3)
		void shouldCallToo(EigiSimulator simulator, EigiOperations operations) {
			callAndCount(simulator, operations);
		}

		static class First extends Shared {

		}

		static class Second extends Shared {

		}

	}

	@EigiClientTest(isolated = true)
	abstract static class Isolated {

		@RepeatedTest(3)
		void shouldCall(EigiSimulator simulator, EigiOperations operations) throws Exception {
			meet();
			callAndCount(simulator, operations);
		}

		static class First extends Isolated {

		}

		static class Second extends Isolated {

		}

	}

	static class NotIsolated {

		@Nested
		class First extends Isolated {

		}

		@Nested
		class Second extends Isolated {

		}

	}

	@EigiClientTest(isolated = true)
	static class IsolatedWithNested {

		@Test
		void shouldCall(EigiSimulator simulator, EigiOperations operations) {
			callAndCount(simulator, operations);
		}

		@Nested
		class OfTheSameConfiguration {

			@Test
			void shouldCall(EigiSimulator simulator, EigiOperations operations) {
				callAndCount(simulator, operations);
			}

		}

		@Nested
		@TestPropertySource(properties = "some.property=some value")
		class OfAnotherConfiguration {

			@Test
			void shouldCall(EigiSimulator simulator, EigiOperations operations) {
				callAndCount(simulator, operations);
			}

		}

	}

	@ExtendWith(EigiSimulatorExtension.class)
	static class WithParameters {

		@Test
		void shouldCall(EigiSimulator simulator, EigiOperations operations) throws Exception {
			meet();
			callAndCount(simulator, operations);
		}

		@Test
		void shouldCallToo(EigiSimulator simulator, EigiOperations operations) throws Exception {
			meet();
			callAndCount(simulator, operations);
		}

	}

	static class WithField {

		@RegisterExtension
		static final EigiSimulatorExtension EIGI = EigiSimulatorExtension.create();

		@Test
		void shouldCall() throws Exception {
			meet();
			callAndCount(EIGI.simulator(), EIGI.operations());
		}

		@Test
		void shouldCallToo() throws Exception {
			meet();
			callAndCount(EIGI.simulator(), EIGI.operations());
		}

	}

}
