package ai.eigi.webhook;

import java.util.concurrent.atomic.AtomicLong;

import ch.qos.logback.classic.Level;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How much is said of refused deliveries.
 */
class RefusalLogTests {

	private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 5);

	@Test
	void eachReasonIsAWarningEveryTenMinutes() {
		RefusalLog refusals = new RefusalLog(LogFactory.getLog(RefusalLogTests.class), this.nanoTime::get);
		try (CapturedLog log = new CapturedLog()) {
			for (int i = 0; i < 10; i++) {
				refusals.refused(WebhookAnswer.WRONG_SECRET);
			}
			assertThat(log.lines(RefusalLogTests.class, Level.WARN)).singleElement()
				.asString()
				.contains("403")
				.contains("secret");
			assertThat(log.lines(RefusalLogTests.class, Level.DEBUG)).hasSize(9);
			refusals.refused(WebhookAnswer.FULL);
			assertThat(log.lines(RefusalLogTests.class, Level.WARN)).hasSize(2);
			this.nanoTime.addAndGet(RefusalLog.QUIET_NANOS - 1);
			refusals.refused(WebhookAnswer.WRONG_SECRET);
			assertThat(log.lines(RefusalLogTests.class, Level.WARN)).hasSize(2);
			this.nanoTime.incrementAndGet();
			refusals.refused(WebhookAnswer.WRONG_SECRET);
			refusals.refused(WebhookAnswer.WRONG_SECRET);
			assertThat(log.lines(RefusalLogTests.class, Level.WARN)).hasSize(3);
		}
	}

}
