package ai.eigi.webhook;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import ai.eigi.webhook.ConversationEventStore.Claim;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static ai.eigi.webhook.EventsFixture.completed;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Listeners that misbehave.
 */
@ExtendWith(OutputCaptureExtension.class)
class ConversationListenersTests {

	private final EventsFixture fixture = new EventsFixture();

	static List<Throwable> failures() {
		return List.of(new IllegalStateException("listener's fault"), new IOException("listener's fault"),
				new AssertionError("listener's fault"), new NoClassDefFoundError("listener's fault"),
				new StackOverflowError("listener's fault"));
	}

	@ParameterizedTest
	@MethodSource("failures")
	void whatAListenerThrowsIsLoggedAndKeepsTheEventFromNobody(Throwable failure, CapturedOutput output) {
		this.fixture.service.put("c1", "COMPLETED");
		List<String> called = new ArrayList<>();
		ConversationEvents events = this.fixture.start(this.fixture.builder()
			.listeners((event) -> called.add("first"), new FailingListener(failure), (event) -> called.add("last")));
		events.offer(completed("c1"));
		events.offer(completed("c1"));
		assertThat(called).containsExactly("first", "last");
		assertThat(output).contains("ERROR")
			.contains(FailingListener.class.getName())
			.contains("conversation.completed")
			.contains("c1")
			.contains("listener's fault")
			.doesNotContain("private-notes");
	}

	@Test
	void whatNothingMayGoOnAfterIsNotTakenForTold(CapturedOutput output) {
		this.fixture.service.put("c1", "COMPLETED");
		List<String> called = new ArrayList<>();
		ConversationEvents events = this.fixture.start(this.fixture.builder()
			.listeners(new FailingListener(new OutOfMemoryError("heap")), (event) -> called.add("last")));
		events.offer(completed("c1"));
		assertThat(called).isEmpty();
		assertThat(output).contains("OutOfMemoryError");
		Instant now = this.fixture.clock.instant();
		assertThat(this.fixture.store.claim("c1", now, now.plusSeconds(1))).isEqualTo(Claim.GIVEN);
	}

	@Test
	void anInterruptThatAListenerLeavesBehindReachesNobodyElse() {
		this.fixture.service.put("c1", "COMPLETED");
		List<Boolean> interrupted = new ArrayList<>();
		ConversationEvents events = this.fixture.start(this.fixture.builder()
			.listeners((event) -> Thread.currentThread().interrupt(),
					(event) -> interrupted.add(Thread.currentThread().isInterrupted())));
		events.offer(completed("c1"));
		assertThat(interrupted).containsExactly(false);
	}

	private record FailingListener(Throwable failure) implements ConversationEventListener {

		@Override
		public void onConversationEvent(ConversationEvent event) throws Exception {
			if (this.failure instanceof Error error) {
				throw error;
			}
			throw (Exception) this.failure;
		}

	}

}
