package ai.eigi.client.transport;

import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.util.context.Context;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * Closes the connection of a body that nobody reads. Cancels without asking for anything,
 * so that nothing arrives that would have to be released.
 */
final class BodyCloser extends BaseSubscriber<DataBuffer> {

	@Override
	public Context currentContext() {
		return DroppedErrors.quiet(Context.empty());
	}

	@Override
	protected void hookOnSubscribe(Subscription subscription) {
		subscription.cancel();
	}

	@Override
	protected void hookOnNext(DataBuffer buffer) {
		DataBufferUtils.release(buffer);
	}

	@Override
	protected void hookOnError(Throwable ex) {
		// it was read or released already
	}

}
