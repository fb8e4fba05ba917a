package ai.eigi.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * Webhooks of a simulator. When a call ends, be it over the telephone or in a browser,
 * every destination is told: {@code conversation.completed},
 * {@code conversation.disconnected} or {@code conversation.failed}. A destination that
 * does not answer with any 2xx is tried again, four times in all and ten seconds apart
 * unless changed; after that the event is lost.
 * <p>
 * With a running clock webhooks are sent in the background. With a standing one they are
 * sent while it is {@linkplain SimulatorClock#advance(Duration) advanced}, one after the
 * other, and have been answered when that returns. Safe for use by several threads.
 *
 * @since 0.1.0
 * @see EigiSimulator#webhooks()
 */
public final class SimulatorWebhooks {

	private final SimulatorState state;

	SimulatorWebhooks(SimulatorState state) {
		this.state = state;
	}

	/**
	 * Tell other destinations, instead of those before, of what ends from now on. What
	 * has ended already still goes to those before.
	 * @param destinations the destinations, none for no webhooks
	 */
	public synchronized void sendTo(WebhookDestination... destinations) {
		this.state.webhookSender().destinations(List.of(destinations));
	}

	/**
	 * Tell one more destination of what ends from now on.
	 * @param destination the destination
	 */
	public synchronized void add(WebhookDestination destination) {
		List<WebhookDestination> destinations = new ArrayList<>(destinations());
		destinations.add(Objects.requireNonNull(destination, "destination must not be null"));
		this.state.webhookSender().destinations(destinations);
	}

	/**
	 * Destinations that are told of what ends. They stay when the simulator is
	 * {@linkplain EigiSimulator#reset() reset}.
	 * @return the destinations
	 */
	public List<WebhookDestination> destinations() {
		return this.state.webhookSender().destinations();
	}

	/**
	 * Try again more often, less often or after another time.
	 * @param maxAttempts how often a delivery is tried in all, at least once
	 * @param interval the time, by the simulator's clock, from one attempt to the next
	 */
	public void retry(int maxAttempts, Duration interval) {
		this.state.settings().retryWebhooks(maxAttempts, interval);
	}

	/**
	 * Wait longer or shorter for an answer.
	 * @param patience the time, of the real clock, after which an attempt has failed; ten
	 * seconds unless changed
	 */
	public void answerTimeout(Duration patience) {
		if (patience.isNegative() || patience.isZero()) {
			throw new IllegalArgumentException("patience must be positive");
		}
		this.state.settings().webhookPatience = patience;
	}

	/**
	 * Let deliveries get lost, repeat or overtake each other. A policy that takes its
	 * decisions from a seeded {@link java.util.Random} takes the same ones each time if
	 * the clock is a standing one.
	 * @param policy decides on each attempt; it must not block. If it throws, a failed
	 * assertion included, the attempt has failed
	 */
	public void deliveryPolicy(Function<DeliveryAttempt, DeliveryFate> policy) {
		this.state.settings().deliveryPolicy = Objects.requireNonNull(policy, "policy must not be null");
	}

	/**
	 * Tell all destinations now of something that befell a conversation: once more of its
	 * end, or an event of a name yet unknown.
	 * @param event the name of the event
	 * @param conversationId the conversation, of any type
	 */
	public void sendEvent(String event, String conversationId) {
		Objects.requireNonNull(event, "event must not be null");
		StoredConversation conversation = this.state.conversations().get(conversationId);
		if (conversation == null) {
			throw new IllegalArgumentException("There is no conversation with the id '" + conversationId + "'");
		}
		this.state.webhookSender().announce(event, conversation, this.state.now());
		this.state.clock().advance(Duration.ZERO);
	}

	/**
	 * What a running clock has made due and is not done yet: ends of calls that are to be
	 * announced, and attempts that wait or are not answered. An attempt whose time has
	 * not come is not among them. With a standing clock there is none.
	 * @return a line for each, with event, conversation, destination and attempt as far
	 * as they are known
	 */
	public List<String> pending() {
		return this.state.webhookSender().pending();
	}

	/**
	 * Wait until all that is due now has been sent, and answered or given up. Does not
	 * wait for what becomes due later, a further attempt for example, nor with a standing
	 * clock, where all was sent when the clock had been advanced.
	 * @param atMost how long to wait, by the real clock
	 * @return whether it has; {@code false} if the thread was interrupted
	 */
	public boolean awaitSent(Duration atMost) {
		return this.state.webhookSender().awaitSent(atMost);
	}

	/**
	 * Webhooks that were sent or got lost, in the order in which their outcome was known.
	 * The latest 100,000 are kept.
	 * @return a copy of the list
	 */
	public List<RecordedDelivery> deliveries() {
		return this.state.webhookSender().records();
	}

}
