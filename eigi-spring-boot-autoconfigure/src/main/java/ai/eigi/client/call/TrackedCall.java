package ai.eigi.client.call;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import ai.eigi.client.error.CallReference;
import ai.eigi.client.call.CallUpdate.Stage;
import ai.eigi.client.conversation.Conversation;
import org.jspecify.annotations.Nullable;

/**
 * How far one call has come, and which steps its follower was told of.
 */
final class TrackedCall {

	private final CallReference call;

	private final @Nullable Duration analysisWithin;

	private Stage stage;

	private final @Nullable String knownId;

	private @Nullable Conversation conversation;

	private @Nullable Instant analysisUntil;

	private boolean over;

	TrackedCall(CallReference call, Stage stage, @Nullable String knownId, @Nullable Duration analysisWithin) {
		this.call = call;
		this.stage = stage;
		this.knownId = knownId;
		this.analysisWithin = analysisWithin;
		this.over = stage == Stage.REFUSED;
	}

	CallUpdate begun() {
		return new CallUpdate(this.call, this.stage, null);
	}

	boolean isOver() {
		return this.over;
	}

	boolean isFound() {
		return this.conversation != null;
	}

	boolean awaitsAnalysis() {
		return !this.over && this.stage == Stage.ENDED;
	}

	void endWaitForAnalysis() {
		this.over |= awaitsAnalysis();
	}

	@Nullable String conversationId() {
		return (this.conversation != null) ? this.conversation.id() : this.knownId;
	}

	@Nullable Instant createdAt() {
		return (this.conversation != null) ? this.conversation.createdAt() : null;
	}

	@Nullable String lastStatus() {
		return (this.conversation != null && this.conversation.status() != null) ? this.conversation.status().value()
				: null;
	}

	void see(Conversation seen, Instant now, List<CallUpdate> updates) {
		if (this.over) {
			return;
		}
		boolean ended = seen.status() != null && seen.status().isFinal();
		if (!ended) {
			if (this.stage != Stage.ENDED && !seen.equals(this.conversation)) {
				tell(Stage.IN_PROGRESS, seen, updates);
			}
			return;
		}
		if (this.stage != Stage.ENDED) {
			tell(Stage.ENDED, seen, updates);
			this.analysisUntil = (this.analysisWithin != null) ? now.plus(this.analysisWithin) : now;
		}
		if (this.analysisWithin != null && !seen.analysis().isEmpty()) {
			tell(Stage.ANALYZED, seen, updates);
			this.over = true;
		}
		else {
			this.over = !now.isBefore(this.analysisUntil);
		}
	}

	void giveUp(List<CallUpdate> updates) {
		this.stage = Stage.NOT_SEEN;
		this.over = true;
		updates.add(new CallUpdate(this.call, Stage.NOT_SEEN, null));
	}

	private void tell(Stage stage, Conversation seen, List<CallUpdate> updates) {
		this.stage = stage;
		this.conversation = seen;
		updates.add(new CallUpdate(this.call, stage, seen));
	}

}
