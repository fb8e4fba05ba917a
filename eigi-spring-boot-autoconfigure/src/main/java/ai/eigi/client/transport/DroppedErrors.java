package ai.eigi.client.transport;

import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.util.context.Context;

/**
 * Errors that nobody waits for any more, for example that the answer of a caller who has
 * left cannot be read. Reactor would log them as errors, with a stack trace and the
 * address that was asked for.
 */
final class DroppedErrors {

	private static final Log logger = LogFactory.getLog(DroppedErrors.class);

	// where Reactor looks before it asks its global hook
	private static final String KEY = "reactor.onErrorDropped.local";

	private static final Consumer<Throwable> HOOK = DroppedErrors::dropped;

	private DroppedErrors() {
	}

	static Context quiet(Context context) {
		return context.put(KEY, HOOK);
	}

	private static void dropped(Throwable ex) {
		if (logger.isTraceEnabled()) {
			logger.trace("After its caller had left, a request ended with " + ex.getClass().getSimpleName());
		}
	}

}
