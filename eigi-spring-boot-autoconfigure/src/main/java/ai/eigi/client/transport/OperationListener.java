package ai.eigi.client.transport;

import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/**
 * Hears of every operation of the clients it is given to. An operation is one request
 * with all its attempts; what is made of several requests, reading all pages for example,
 * is as many operations. Listeners do not decide anything: what they throw is logged, and
 * the operation goes on.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface OperationListener {

	/**
	 * An operation begins: its publisher was subscribed to, and nothing was sent.
	 * @param transport what sends it
	 * @param call what is going to be sent
	 * @param streamed whether its answer is read as it arrives
	 * @param context the subscriber's context
	 * @return who hears how it goes on, or {@code null} if nobody cares
	 */
	@Nullable OperationEvents begun(EigiTransport transport, ApiCall call, boolean streamed, ContextView context);

	/**
	 * A client is there.
	 * @param transport its transport
	 */
	default void opened(EigiTransport transport) {
	}

	/**
	 * A client was closed.
	 * @param transport its transport
	 */
	default void closed(EigiTransport transport) {
	}

}
