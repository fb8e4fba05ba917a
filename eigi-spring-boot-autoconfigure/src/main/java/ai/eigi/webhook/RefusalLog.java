package ai.eigi.webhook;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import org.apache.commons.logging.Log;

/**
 * Says that deliveries were refused and why, and nothing of what they held. Each reason
 * is a warning at most every ten minutes: a sender with a wrong secret, or somebody who
 * guesses, must not fill the log.
 */
final class RefusalLog {

	static final long QUIET_NANOS = Duration.ofMinutes(10).toNanos();

	private final Log logger;

	private final LongSupplier nanoTime;

	private final Map<WebhookAnswer, AtomicLong> nextWarnings = new EnumMap<>(WebhookAnswer.class);

	RefusalLog(Log logger, LongSupplier nanoTime) {
		this.logger = logger;
		this.nanoTime = nanoTime;
		long now = nanoTime.getAsLong();
		for (WebhookAnswer answer : WebhookAnswer.values()) {
			this.nextWarnings.put(answer, new AtomicLong(now));
		}
	}

	void refused(WebhookAnswer answer) {
		if (mayWarn(answer)) {
			this.logger.warn(text(answer) + " Further ones are logged at DEBUG for ten minutes.");
		}
		else if (this.logger.isDebugEnabled()) {
			this.logger.debug(text(answer));
		}
	}

	private boolean mayWarn(WebhookAnswer answer) {
		AtomicLong nextWarning = this.nextWarnings.get(answer);
		long now = this.nanoTime.getAsLong();
		if (nextWarning == null) {
			return false;
		}
		long next = nextWarning.get();
		return now - next >= 0 && nextWarning.compareAndSet(next, now + QUIET_NANOS);
	}

	private static String text(WebhookAnswer answer) {
		return "A webhook delivery was refused with " + answer.status().value() + ": " + answer.reason() + ".";
	}

}
