package ai.eigi.simulator.assertj;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import ai.eigi.simulator.EigiSimulator;
import ai.eigi.simulator.RecordedDelivery;
import ai.eigi.simulator.SimulatorRoute;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions about what reached a simulator. Messages show the numbers that rang, which
 * are those of a test.
 *
 * @since 0.1.0
 * @see EigiSimulatorAssertions#assertThat(EigiSimulator)
 */
public final class EigiSimulatorAssert extends AbstractAssert<EigiSimulatorAssert, EigiSimulator> {

	private static final int SHOWN = 20;

	// longer than the simulator waits for an answer
	private static final Duration PATIENCE = Duration.ofSeconds(15);

	private final Duration patience;

	EigiSimulatorAssert(EigiSimulator simulator) {
		this(simulator, PATIENCE);
	}

	EigiSimulatorAssert(EigiSimulator simulator, Duration patience) {
		super(simulator, EigiSimulatorAssert.class);
		this.patience = patience;
	}

	/**
	 * Assert how often a number rang.
	 * @param mobileNumber the number, of which only the digits count
	 * @param times the count
	 * @return this assertion
	 */
	public EigiSimulatorAssert rang(String mobileNumber, int times) {
		isNotNull();
		int rings = this.actual.rings(mobileNumber);
		if (rings != times) {
			failWithMessage("Expected %s to ring %s, but it rang %s. %s", mobileNumber, times(times), times(rings),
					describe(this.actual.rings()));
		}
		return this;
	}

	/**
	 * Assert that a number rang exactly once.
	 * @param mobileNumber the number, of which only the digits count
	 * @return this assertion
	 */
	public EigiSimulatorAssert rangOnce(String mobileNumber) {
		return rang(mobileNumber, 1);
	}

	/**
	 * Assert that no number rang.
	 * @return this assertion
	 */
	public EigiSimulatorAssert nobodyRang() {
		isNotNull();
		Map<String, Integer> rings = this.actual.rings();
		if (!rings.isEmpty()) {
			failWithMessage("Expected no number to ring. %s", describe(rings));
		}
		return this;
	}

	/**
	 * Assert that no number rang more than once.
	 * @return this assertion
	 */
	public EigiSimulatorAssert nobodyRangTwice() {
		isNotNull();
		Map<String, Integer> often = new TreeMap<>(this.actual.rings());
		often.values().removeIf((count) -> count == 1);
		if (!often.isEmpty()) {
			failWithMessage("Expected no number to ring more than once. %s", describe(often));
		}
		return this;
	}

	/**
	 * Assert how many requests arrived with the method and path of a route, be they
	 * accepted or refused.
	 * @param route the route
	 * @param count the count
	 * @return this assertion
	 */
	public EigiSimulatorAssert receivedRequests(SimulatorRoute route, int count) {
		isNotNull();
		int received = this.actual.requestCount(route);
		if (received != count) {
			Stream<String> others = Stream.of(SimulatorRoute.values())
				.filter((other) -> this.actual.requestCount(other) > 0)
				.map((other) -> other + " " + times(this.actual.requestCount(other)));
			failWithMessage("Expected %s to be requested %s, but it was %s. Requested were:%s", route, times(count),
					times(received), list(others.toList()));
		}
		return this;
	}

	/**
	 * Assert that each fault that was asked for has struck.
	 * @return this assertion
	 */
	public EigiSimulatorAssert hasNoPendingFaults() {
		isNotNull();
		Map<SimulatorRoute, Integer> pending = this.actual.pendingFaults();
		if (!pending.isEmpty()) {
			failWithMessage("Expected all faults to have struck. Still to strike:%s",
					list(pending.entrySet()
						.stream()
						.map((entry) -> entry.getKey() + " " + times(entry.getValue()))
						.toList()));
		}
		return this;
	}

	/**
	 * Assert that each of some events was delivered: sent and answered with success, for
	 * whichever conversation. With a running clock it waits for webhooks that are due or
	 * under way, fifteen seconds at most, unless they are delivered already.
	 * @param events the names of the events
	 * @return this assertion
	 */
	public EigiSimulatorAssert hasDelivered(String... events) {
		isNotNull();
		if (!missing(events).isEmpty()) {
			awaitSent();
		}
		List<String> missing = missing(events);
		if (!missing.isEmpty()) {
			failWithMessage("Expected %s to be delivered. %s", String.join(", ", missing), describeDeliveries());
		}
		return this;
	}

	private List<String> missing(String... events) {
		List<RecordedDelivery> deliveries = this.actual.webhooks().deliveries();
		return Stream.of(events)
			.filter((event) -> deliveries.stream()
				.noneMatch((delivery) -> delivery.delivered() && delivery.event().equals(event)))
			.toList();
	}

	/**
	 * Assert that an event of one conversation was delivered: sent and answered with
	 * success. Waits as {@link #hasDelivered(String...)} does.
	 * @param conversationId the conversation
	 * @param event the name of the event
	 * @return this assertion
	 */
	public EigiSimulatorAssert hasDeliveredFor(String conversationId, String event) {
		isNotNull();
		if (!delivered(conversationId, event)) {
			awaitSent();
		}
		if (!delivered(conversationId, event)) {
			failWithMessage("Expected %s of conversation %s to be delivered. %s", event, conversationId,
					describeDeliveries());
		}
		return this;
	}

	private boolean delivered(String conversationId, String event) {
		return this.actual.webhooks()
			.deliveries()
			.stream()
			.anyMatch((delivery) -> delivery.delivered() && delivery.event().equals(event)
					&& delivery.conversationId().equals(conversationId));
	}

	/**
	 * Assert that no event was delivered. With a running clock it first waits for
	 * webhooks that are due or under way, fifteen seconds at most, and fails if some
	 * still are.
	 * @return this assertion
	 */
	public EigiSimulatorAssert hasDeliveredNothing() {
		isNotNull();
		boolean allSent = awaitSent();
		if (!allSent || this.actual.webhooks().deliveries().stream().anyMatch(RecordedDelivery::delivered)) {
			failWithMessage("Expected nothing to be delivered. %s", describeDeliveries());
		}
		return this;
	}

	private boolean awaitSent() {
		return this.actual.webhooks().awaitSent(this.patience);
	}

	private String describeDeliveries() {
		List<String> pending = this.actual.webhooks().pending();
		String deliveries = describe(this.actual.webhooks().deliveries());
		return (pending.isEmpty()) ? deliveries : deliveries + "\nStill pending:" + list(pending);
	}

	private static String describe(Map<String, Integer> rings) {
		return "Rang:" + list(new TreeMap<>(rings).entrySet()
			.stream()
			.map((entry) -> entry.getKey() + " " + times(entry.getValue()))
			.toList());
	}

	private static String describe(List<RecordedDelivery> deliveries) {
		return "Deliveries:" + list(deliveries.stream().map(EigiSimulatorAssert::describe).toList());
	}

	private static String describe(RecordedDelivery delivery) {
		return delivery.event() + " of " + delivery.conversationId() + " to " + delivery.destination() + ", attempt "
				+ delivery.attempt() + ": " + ((delivery.status() != null) ? delivery.status() : delivery.failure());
	}

	private static String list(List<String> lines) {
		if (lines.isEmpty()) {
			return " none";
		}
		String shown = String.join("\n  ", lines.subList(0, Math.min(SHOWN, lines.size())));
		String rest = (lines.size() > SHOWN) ? "\n  and " + (lines.size() - SHOWN) + " more" : "";
		return "\n  " + shown + rest;
	}

	private static String times(int count) {
		return switch (count) {
			case 0 -> "never";
			case 1 -> "once";
			default -> count + " times";
		};
	}

}
