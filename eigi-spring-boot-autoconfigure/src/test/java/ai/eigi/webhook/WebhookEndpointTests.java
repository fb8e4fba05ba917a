package ai.eigi.webhook;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import ch.qos.logback.classic.Level;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What no server shows: subscription, cancellation, time, and a queue that fails.
 */
class WebhookEndpointTests {

	private static final String REMAINDER = "/" + Deliveries.SECRET;

	private final List<WebhookDelivery> taken = new ArrayList<>();

	private final WebhookEndpoint endpoint = endpoint(this.taken::add);

	private final MockServerHttpResponse response = new MockServerHttpResponse();

	private final TestPublisher<DataBuffer> body = TestPublisher.create();

	private static WebhookEndpoint endpoint(DeliveryQueue queue) {
		return new WebhookEndpoint(Deliveries.PATH, Deliveries.SECRET, DataSize.ofKilobytes(1), List.of(), queue);
	}

	private Mono<Void> receive() {
		return this.endpoint.handle(
				MockServerHttpRequest.post("/").contentType(MediaType.APPLICATION_JSON).body(this.body.flux()),
				this.response, REMAINDER, "127.0.0.1");
	}

	private static DataBuffer buffer(String text) {
		return DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void nothingIsReadBeforeSubscription() {
		Mono<Void> result = receive();
		this.body.assertWasNotSubscribed();
		StepVerifier.create(result)
			.then(() -> this.body.next(buffer(Deliveries.payload())).complete())
			.verifyComplete();
		assertThat(this.response.getStatusCode()).isEqualTo(HttpStatus.ACCEPTED);
		assertThat(this.taken).hasSize(1);
	}

	@Test
	void bodyIsAskedForPieceByPiece() {
		StepVerifier.create(receive()).then(() -> {
			this.body.assertMaxRequested(1);
			this.body.next(buffer("{"));
			this.body.assertMaxRequested(1);
			this.body.complete();
		}).verifyComplete();
	}

	@Test
	void cancellationReachesTheBody() {
		Disposable subscription = receive().subscribe();
		this.body.next(buffer("{"));
		subscription.dispose();
		this.body.assertCancelled();
		assertThat(this.taken).isEmpty();
	}

	@Test
	void oneByteTooMuchEndsTheBody() {
		StepVerifier.create(receive()).then(() -> {
			this.body.next(buffer(" ".repeat(1024)));
			this.body.assertNotCancelled();
			this.body.next(buffer(" "));
			this.body.assertCancelled();
		}).verifyComplete();
		assertThat(this.response.getStatusCode()).isEqualTo(HttpStatus.CONTENT_TOO_LARGE);
	}

	@Test
	void bodyMayTakeHalfAMinuteInAll() {
		StepVerifier.withVirtualTime(this::receive)
			.then(() -> this.body.next(buffer("{")))
			.thenAwait(Duration.ofSeconds(20))
			.then(() -> this.body.next(buffer("\"a\"")))
			.thenAwait(Duration.ofMillis(9_999))
			.then(() -> assertThat(this.response.getStatusCode()).isNull())
			.thenAwait(Duration.ofMillis(1))
			.verifyComplete();
		assertThat(this.response.getStatusCode()).isEqualTo(HttpStatus.REQUEST_TIMEOUT);
		this.body.assertCancelled();
	}

	@Test
	void bodyThatBreaksOffIsRefused() {
		StepVerifier.create(receive())
			.then(() -> this.body.next(buffer("{")).error(new IllegalStateException("spokenwords")))
			.verifyComplete();
		assertThat(this.response.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
		assertThat(this.taken).isEmpty();
	}

	@Test
	void failureOfTheQueueIsReportedWithoutItsWords() {
		WebhookEndpoint failing = endpoint((delivery) -> {
			throw new IllegalStateException("spokenwords");
		});
		try (CapturedLog log = new CapturedLog()) {
			StepVerifier.create(failing.handle(
					MockServerHttpRequest.post("/").contentType(MediaType.APPLICATION_JSON).body(Deliveries.payload()),
					this.response, REMAINDER, null))
				.verifyComplete();
			assertThat(log.lines(WebhookEndpoint.class, Level.ERROR)).singleElement()
				.asString()
				.contains("IllegalStateException at ai.eigi.webhook.WebhookEndpointTests");
			assertThat(log.lines()).noneMatch((line) -> line.contains("spokenwords"));
		}
		assertThat(this.response.getStatusCode()).isEqualTo(HttpStatus.INTERNAL_SERVER_ERROR);
	}

}
