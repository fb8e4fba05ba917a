package ai.eigi.simulator;

import java.time.Duration;
import java.util.Objects;

/**
 * What becomes of one attempt to deliver a webhook. Immutable.
 *
 * @since 0.1.0
 * @see SimulatorWebhooks#deliveryPolicy(java.util.function.Function)
 */
public final class DeliveryFate {

	private final Effect effect;

	private final int times;

	private final Duration delay;

	private DeliveryFate(Effect effect, int times, Duration delay) {
		this.effect = effect;
		this.times = times;
		this.delay = delay;
	}

	/**
	 * The attempt is made.
	 * @return the fate
	 */
	public static DeliveryFate sent() {
		return repeated(1);
	}

	/**
	 * The attempt is made and arrives several times, one after the other. It has
	 * succeeded if any of them was answered with success.
	 * @param times how often it arrives
	 * @return the fate
	 */
	public static DeliveryFate repeated(int times) {
		if (times < 1) {
			throw new IllegalArgumentException("times must be positive");
		}
		return new DeliveryFate(Effect.SEND, times, Duration.ZERO);
	}

	/**
	 * The attempt is made later, so that others overtake it.
	 * @param delay how much later, by the simulator's clock
	 * @return the fate
	 */
	public static DeliveryFate delayed(Duration delay) {
		return sent().withDelay(delay);
	}

	/**
	 * The attempt does not arrive and the sender notices: there are more attempts, up to
	 * the limit.
	 * @return the fate
	 */
	public static DeliveryFate dropped() {
		return new DeliveryFate(Effect.DROP, 0, Duration.ZERO);
	}

	/**
	 * The attempt does not arrive and the sender takes it for delivered, as when
	 * something in between says yes: there is no other attempt.
	 * @return the fate
	 */
	public static DeliveryFate lost() {
		return new DeliveryFate(Effect.LOSE, 0, Duration.ZERO);
	}

	/**
	 * Copy that comes to pass later.
	 * @param delay how much later, by the simulator's clock
	 * @return the copy
	 */
	public DeliveryFate withDelay(Duration delay) {
		Objects.requireNonNull(delay, "delay must not be null");
		if (delay.isNegative()) {
			throw new IllegalArgumentException("delay must not be negative");
		}
		return new DeliveryFate(this.effect, this.times, delay);
	}

	Effect effect() {
		return this.effect;
	}

	int times() {
		return this.times;
	}

	Duration delay() {
		return this.delay;
	}

	@Override
	public String toString() {
		return this.effect + " x" + this.times + " after " + this.delay;
	}

	/**
	 * What a fate does to an attempt.
	 */
	enum Effect {

		SEND, DROP, LOSE

	}

}
