package ai.eigi.client.conversation;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import ai.eigi.client.error.EigiAwaitTimeoutException;
import ai.eigi.client.error.EigiInvalidRequestException;
import ai.eigi.client.error.EigiNotFoundException;
import ai.eigi.client.error.EigiTransportException;
import ai.eigi.client.testsupport.NettyLeaks;
import ai.eigi.client.testsupport.RawServer;
import ai.eigi.client.transport.ApiTransport;
import ai.eigi.client.transport.EigiTransport;
import ai.eigi.client.transport.RequestsOnTheWay;
import ai.eigi.client.transport.TestTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Waiting for the end of a conversation, in virtual time over a real socket.
 */
@ExtendWith(NettyLeaks.class)
class AwaitConversationTests {

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private final RequestsOnTheWay requestsOnTheWay = new RequestsOnTheWay();

	private RawServer server;

	private EigiTransport transport;

	private final Sinks.Many<Conversation> ended = Sinks.many().multicast().directBestEffort();

	private ConversationApi api(RawServer.Handler handler) {
		return api(handler, null);
	}

	private ConversationApi api(RawServer.Handler handler, ConversationFeed feed) {
		this.server = RawServer.start(handler);
		this.transport = TestTransport.create(this.server.url(), this.time, this.requestsOnTheWay);
		return new ConversationApi(this.transport, feed);
	}

	@AfterEach
	void close() {
		if (this.transport != null) {
			this.transport.close();
			this.server.close();
		}
	}

	private static String conversation(String status) {
		return "{\"conversation_id\":\"c1\",\"conversation_status\":\"" + status + "\"}";
	}

	/**
	 * Let time pass until the publisher ends.
	 */
	private Signal<Conversation> end(Mono<Conversation> publisher) throws InterruptedException {
		AtomicReference<Signal<Conversation>> end = new AtomicReference<>();
		publisher.materialize().subscribe(end::set);
		this.requestsOnTheWay.letTimePass(this.time, () -> end.get() != null);
		return end.get();
	}

	@ParameterizedTest
	@ValueSource(strings = { "COMPLETED", "DISCONNECTED", "FAILED" })
	void everyFinalStatusEndsTheWait(String status) throws InterruptedException {
		ConversationApi api = api(
				(exchange) -> exchange.json(200, conversation((exchange.number() < 4) ? "IN_PROGRESS" : status)));
		Signal<Conversation> end = end(api.await("c1", Duration.ofHours(24)));
		assertThat(end.get().status()).isEqualTo(ConversationStatus.of(status));
		assertThat(this.server.requests()).hasSize(4);
	}

	@Test
	void aStatusThatIsNotKnownIsNotTheEnd() throws InterruptedException {
		ConversationApi api = api((exchange) -> exchange.json(200,
				conversation((exchange.number() < 3) ? "PAUSED_BY_SUPERVISOR" : "COMPLETED")));
		assertThat(end(api.await("c1", Duration.ofHours(24))).get().status()).isEqualTo(ConversationStatus.COMPLETED);
	}

	@Test
	void theWaitIsBoundedAndSaysWhatWasSeenLast() throws InterruptedException {
		ConversationApi api = api((exchange) -> exchange.json(200, conversation("IN_PROGRESS")));
		Signal<Conversation> end = end(api.await("c1", Duration.ofMinutes(2)));
		assertThat(end.getThrowable()).isInstanceOfSatisfying(EigiAwaitTimeoutException.class, (ex) -> {
			assertThat(ex.conversationId()).isEqualTo("c1");
			assertThat(ex.lastStatus()).isEqualTo("IN_PROGRESS");
		});
		// 1 s growing to 15 s: about a dozen looks in two minutes, not one a second
		assertThat(this.server.requests()).hasSizeBetween(10, 14);
	}

	@Test
	void whoIsToldOfTheEndDoesNotAskAgain() throws InterruptedException {
		ConversationApi api = api((exchange) -> exchange.json(200, conversation("IN_PROGRESS")), this.ended::asFlux);
		AtomicReference<Conversation> end = new AtomicReference<>();
		Disposable waiting = api.await("c1", Duration.ofHours(24)).subscribe(end::set);
		this.server.awaitExchange();
		this.ended.tryEmitNext(Conversation.of(Map.of("conversation_id", "c2", "conversation_status", "FAILED")));
		assertThat(end.get()).isNull();
		this.ended.tryEmitNext(Conversation.of(Map.of("conversation_id", "c1", "conversation_status", "COMPLETED")));
		assertThat(end.get().status()).isEqualTo(ConversationStatus.COMPLETED);
		assertThat(waiting.isDisposed()).isTrue();
		assertThat(this.server.requests()).hasSize(1);
		assertThat(this.ended.currentSubscriberCount()).isZero();
	}

	@Test
	void whoListensLooksOnceAMinute() throws InterruptedException {
		ConversationApi api = api((exchange) -> exchange.json(200, conversation("IN_PROGRESS")), this.ended::asFlux);
		Signal<Conversation> end = end(api.await("c1", Duration.ofMinutes(15)));
		assertThat(end.getThrowable()).isInstanceOf(EigiAwaitTimeoutException.class);
		assertThat(this.server.requests()).hasSizeBetween(14, 27);
	}

	@Test
	void aFeedThatEndsOrFailsIsNoFailureOfTheWait() throws InterruptedException {
		ConversationApi api = api(
				(exchange) -> exchange.json(200, conversation((exchange.number() < 4) ? "IN_PROGRESS" : "COMPLETED")),
				() -> Flux.error(new IllegalStateException("too slow")));
		assertThat(end(api.await("c1", Duration.ofHours(1))).get().status()).isEqualTo(ConversationStatus.COMPLETED);
	}

	@Test
	void anErrorEndsTheWait() throws InterruptedException {
		ConversationApi api = api((exchange) -> exchange.json(404, "{\"detail\":\"Conversation not found\"}"));
		assertThat(end(api.await("c1", Duration.ofMinutes(2))).getThrowable())
			.isInstanceOf(EigiNotFoundException.class);
	}

	@Test
	void cancelEndsTheLooking() throws InterruptedException {
		this.server = RawServer.start((exchange) -> exchange.json(200, conversation("IN_PROGRESS")));
		this.transport = TestTransport.create(this.server.url(), this.time, (http) -> http.withMaxConnections(1));
		CountDownLatch looked = new CountDownLatch(1);
		ApiTransport seen = mock(ApiTransport.class, delegatesTo(this.transport));
		given(seen.exchange(any(), any()))
			.willAnswer((call) -> this.transport.<Object>exchange(call.getArgument(0), call.getArgument(1))
				.doAfterTerminate(looked::countDown));
		ConversationApi api = new ConversationApi(seen, null);
		Disposable waiting = api.await("c1", Duration.ofHours(24)).subscribe();
		assertThat(looked.await(10, TimeUnit.SECONDS)).isTrue();
		waiting.dispose();
		this.time.advanceTimeBy(Duration.ofHours(1));
		// whatever was sent before has had the only connection before
		api.get("c2").block(Duration.ofSeconds(10));
		assertThat(this.server.requests()).extracting(RawServer.Request::target)
			.containsExactly("/v1/public/conversations/c1", "/v1/public/conversations/c2");
	}

	@Test
	void aBoundOfNothingIsRefused() {
		ConversationApi api = api((exchange) -> exchange.json(200, conversation("COMPLETED")));
		StepVerifier.create(api.await("c1", Duration.ZERO))
			.expectError(EigiInvalidRequestException.class)
			.verify(Duration.ofSeconds(5));
		assertThat(this.server.requests()).isEmpty();
	}

	@Test
	void closingTheClientEndsTheWait() throws InterruptedException {
		ConversationApi api = api((exchange) -> exchange.json(200, conversation("IN_PROGRESS")));
		CountDownLatch ended = new CountDownLatch(1);
		AtomicReference<Throwable> error = new AtomicReference<>();
		api.await("c1", Duration.ofHours(24)).subscribe((conversation) -> {
		}, (ex) -> {
			error.set(ex);
			ended.countDown();
		});
		this.server.awaitExchange();
		this.transport.close();
		assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(error.get()).isInstanceOf(EigiTransportException.class);
	}

}
