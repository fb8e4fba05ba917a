package ai.eigi.sample;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import ai.eigi.simulator.CallOutcome;
import ai.eigi.simulator.EigiSimulator;
import ai.eigi.simulator.Fault;
import ai.eigi.simulator.SimulatedAgent;
import ai.eigi.simulator.SimulatorRoute;
import ai.eigi.simulator.TranscriptLine;
import ai.eigi.simulator.WireShape;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CallController} with the embedded server behind it.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "eigi.rate-limit.enabled=false", "eigi.retry.enabled=false",
				"eigi.webhook.sweep.enabled=false" })
@ActiveProfiles("simulator")
class CallTests {

	private static final String AGENT = SimulatedAgent.APPOINTMENTS.id();

	private static final String NUMBER = "+14155550188";

	private static final Duration LIMIT = Duration.ofSeconds(20);

	@Autowired
	private EigiSimulator simulator;

	@LocalServerPort
	private int port;

	private WebClient client;

	@BeforeEach
	void prepare() {
		this.client = WebClient.create("http://127.0.0.1:" + this.port);
		this.simulator.reset();
		this.simulator.onCalls(CallOutcome.answered()
			.withRinging(Duration.ofMillis(200))
			.withDuration(Duration.ofMillis(300))
			.withTranscript(TranscriptLine.agent("Hello!")));
	}

	@ParameterizedTest
	@EnumSource(names = { "CURRENT", "LEGACY" })
	void callIsWatchedToItsEnd(WireShape shape) {
		this.simulator.callShape(shape);
		List<CallStep> updates = call(NUMBER).collectList().block(LIMIT);
		assertThat(updates).extracting(CallStep::stage).startsWith("ACCEPTED").endsWith("ENDED");
		assertThat(updates).extracting(CallStep::status).endsWith("COMPLETED");
		ConversationView last = updates.get(updates.size() - 1).conversation();
		assertThat(last.over()).isTrue();
		assertThat(last.to()).isEqualTo(NUMBER);
		assertThat(last.transcript()).extracting(ConversationView.Line::text).containsExactly("Hello!");
		assertThat(this.simulator.rings(NUMBER)).isEqualTo(1);
	}

	@Test
	void acceptanceIsToldBeforeTheEnd() {
		this.simulator.onCalls(CallOutcome.answered().withRinging(Duration.ofHours(1)));
		StepVerifier.create(call(NUMBER).map(CallStep::stage))
			.expectNext("ACCEPTED", "IN_PROGRESS")
			.thenCancel()
			.verify(LIMIT);
	}

	@Test
	void callThatFailsIsToldApart() {
		this.simulator.onCall(NUMBER, CallOutcome.failed().withRinging(Duration.ofMillis(100)));
		assertThat(call(NUMBER).blockLast(LIMIT).status()).isEqualTo("FAILED");
	}

	@Test
	void secondCallIsNotTakenForTheFirst() {
		String first = call(NUMBER).blockLast(LIMIT).conversation().id();
		String second = call(NUMBER).blockLast(LIMIT).conversation().id();
		assertThat(second).isNotEqualTo(first);
	}

	@Test
	void aLookThatFailsIsMadeUpFor() {
		this.simulator.failNext(SimulatorRoute.LIST_CONVERSATIONS, Fault.status(500));
		assertThat(call(NUMBER).collectList().block(LIMIT)).extracting(CallStep::stage)
			.startsWith("ACCEPTED")
			.endsWith("ENDED");
	}

	@Test
	void refusalWhileWatchingIsNoFailureOfTheCall() {
		this.simulator.failNext(SimulatorRoute.LIST_CONVERSATIONS, Fault.status(403));
		List<CallStep> updates = call(NUMBER).collectList().block(LIMIT);
		assertThat(updates).extracting(CallStep::stage).containsExactly("ACCEPTED", "UNKNOWN");
		assertThat(updates.get(1).message()).contains("before you dial again");
	}

	@Test
	void lostAnswerIsNoErrorAndNobodyIsDialledAgain() {
		this.simulator.failNext(SimulatorRoute.START_CALLS, Fault.droppedConnection().afterHandling());
		List<CallStep> updates = call(NUMBER).collectList().block(LIMIT);
		assertThat(updates).extracting(CallStep::stage).startsWith("OUTCOME_UNKNOWN").endsWith("ENDED");
		assertThat(updates.get(0).message()).contains("do not dial again");
		assertThat(this.simulator.rings(NUMBER)).isEqualTo(1);
	}

	@Test
	void wrongInputIsRefusedAndNobodyIsDialled() {
		assertThat(refused(AGENT, "0415 555").getBody().getDetail()).contains("E.164");
		assertThat(refused(AGENT, "").getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
		assertThat(refused("", NUMBER).getBody().getDetail()).contains("agentId must not be blank");
		assertThat(refused(SimulatedAgent.WEBSITE_GUIDE.id(), NUMBER).getStatusCode())
			.isEqualTo(HttpStatus.BAD_REQUEST);
		assertThat(refused("nobody", NUMBER).getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
		assertThat(this.simulator.rings()).isEmpty();
	}

	@Test
	void usedUpQuotaIsForbidden() {
		this.simulator.callQuota(0);
		assertThat(refused(AGENT, NUMBER).getStatusCode()).isEqualTo(HttpStatus.FORBIDDEN);
	}

	/**
	 * Neither is a promise that the phone did not ring.
	 */
	@ParameterizedTest
	@ValueSource(ints = { 429, 409 })
	void refusalThatPromisesNothingAsksNobodyToDialAgain(int status) {
		this.simulator.failNext(SimulatorRoute.START_CALLS, Fault.status(status).withRetryAfter(1).afterHandling());
		ResponseEntity<ProblemDetail> refused = refused(AGENT, NUMBER);
		assertThat(refused.getBody().getTitle()).contains("The phone may have rung", "before you dial again");
		assertThat(refused.getHeaders().containsHeader(HttpHeaders.RETRY_AFTER)).isFalse();
		assertThat(this.simulator.rings(NUMBER)).isEqualTo(1);
	}

	private Flux<CallStep> call(String number) {
		return this.client.post()
			.uri("/api/calls")
			.bodyValue(Map.of("agentId", AGENT, "number", number))
			.retrieve()
			.bodyToFlux(CallStep.class);
	}

	private ResponseEntity<ProblemDetail> refused(String agentId, String number) {
		return this.client.post()
			.uri("/api/calls")
			.bodyValue(Map.of("agentId", agentId, "number", number))
			.exchangeToMono((response) -> response.toEntity(ProblemDetail.class))
			.block(LIMIT);
	}

}
