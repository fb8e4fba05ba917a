package ai.eigi.client.transport;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What may be sent again, by what sending it again would do. These rules are not
 * settings: properties choose how often and when, and switch on the two rows marked
 * below. <pre>
 * what happened                               READ    WRITE            DIAL
 * nothing was sent                            retry   retry            retry
 * 429                                         wait    wait             off, a property turns it on
 * 503 with Retry-After                        wait    off, a property  never
 * 408, 500, 502, 503, 504                     retry   never: unknown   never: unknown
 * reset, early close, time limit              retry   never: unknown   never: unknown
 * anything after the first text of a stream           never: interrupted
 * 401, and the supplier has another key       once    once             never
 * other status, undecodable, refused permit   never   never            never
 * no key from the supplier                    never   never            never
 * </pre> The row of the 401 is no matter of a retry: the request is sent once more with
 * the other key, at once, whether anything is retried or not and however many attempts
 * are left. The service has looked at nothing but the key.
 */
final class RetryTable {

	private final RetrySettings settings;

	RetryTable(RetrySettings settings) {
		this.settings = settings;
	}

	/**
	 * Whether a request that was refused for its key may be sent once more with another
	 * one.
	 */
	static boolean mayRepeatWithOtherKey(Effect effect) {
		return effect != Effect.DIAL;
	}

	boolean mayRepeat(Effect effect, Failure failure) {
		return switch (failure.kind()) {
			case NOT_SENT -> true;
			case BROKEN -> effect == Effect.READ;
			case STATUS -> mayRepeatAfterStatus(effect, failure) && !asksForTooMuch(failure);
			case NOT_SENDABLE, KEY_UNAVAILABLE, PERMIT_REFUSED, CLOSED, UNREADABLE -> false;
		};
	}

	private boolean mayRepeatAfterStatus(Effect effect, Failure failure) {
		return switch (failure.status()) {
			case 429 -> effect != Effect.DIAL || this.settings.redialWhenRateLimited();
			case 503 -> effect == Effect.READ
					|| (refusedForNow(effect, failure) && this.settings.repeatWritesWhenUnavailable());
			case 408, 500, 502, 504 -> effect == Effect.READ;
			default -> false;
		};
	}

	private boolean asksForTooMuch(Failure failure) {
		Duration retryAfter = failure.answer().retryAfter();
		return retryAfter != null && retryAfter.compareTo(this.settings.maxRetryAfter()) > 0;
	}

	/**
	 * Whether the server said that it did not take the request.
	 */
	boolean refusedForNow(Effect effect, Failure failure) {
		return effect == Effect.WRITE && failure.status() == 503 && failure.answer().retryAfter() != null;
	}

	/**
	 * Whether it may have happened, so that the caller has to look.
	 */
	boolean outcomeUnknown(Effect effect, Failure failure) {
		if (effect == Effect.READ) {
			return false;
		}
		return switch (failure.kind()) {
			case BROKEN, UNREADABLE -> true;
			case STATUS -> (failure.status() == 408 || failure.status() >= 500) && !refusedForNow(effect, failure);
			case NOT_SENT, NOT_SENDABLE, KEY_UNAVAILABLE, PERMIT_REFUSED, CLOSED -> false;
		};
	}

	/**
	 * The wait before the next attempt without jitter: the larger of what the server asks
	 * for and the back-off.
	 */
	Duration waitAfter(Failure failure, int attempts) {
		Duration backoff = this.settings.backoff(attempts);
		@Nullable Duration retryAfter = failure.answer().retryAfter();
		return (retryAfter != null && retryAfter.compareTo(backoff) > 0) ? retryAfter : backoff;
	}

}
