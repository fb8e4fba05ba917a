package ai.eigi.client.transport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.util.context.Context;

import org.springframework.core.io.buffer.DataBuffer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a reader and those who listen are told where a stream's ends meet.
 */
class TextStreamTests {

	private static final ApiCall CALL = ApiCall.post("streamChat", Effect.WRITE, "/v1/public/chat", Map.of());

	private final List<String> heard = new ArrayList<>();

	@Test
	void aBodyThatCompletesSinceItWasThrownAwayIsNoEndOfTheText() {
		AtomicReference<CoreSubscriber<? super DataBuffer>> body = new AtomicReference<>();
		Flux<DataBuffer> late = new Flux<>() {

			@Override
			public void subscribe(CoreSubscriber<? super DataBuffer> subscriber) {
				body.set(subscriber);
			}

		};
		OperationListener listener = (transport, call, streamed, context) -> new OperationEvents() {

			@Override
			public void completed() {
				TextStreamTests.this.heard.add("completed");
			}

			@Override
			public void cancelled() {
				TextStreamTests.this.heard.add("cancelled");
			}

		};
		Operation operation = Operation.begin(List.of(listener), null, CALL, true, Context.empty());
		TextLimits limits = new TextLimits(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ZERO,
				new TimeLimits(VirtualTimeScheduler.create(), Duration.ofSeconds(1)), operation,
				(error, session, text, length) -> {
					throw new IllegalStateException(error);
				});
		TextStream stream = new TextStream(null, late, limits, () -> {
			body.get().onSubscribe(Operators.emptySubscription());
			body.get().onComplete();
		});
		stream.text().doOnComplete(() -> this.heard.add("onComplete")).subscribe().dispose();
		assertThat(this.heard).containsExactly("cancelled");
	}

}
