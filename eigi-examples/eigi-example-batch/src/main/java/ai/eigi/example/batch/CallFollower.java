package ai.eigi.example.batch;

import java.time.Duration;

import ai.eigi.client.EigiOperations;
import ai.eigi.client.call.CallResolution;
import ai.eigi.client.conversation.Conversation;
import ai.eigi.client.error.CallAttempt;
import org.jspecify.annotations.Nullable;

import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.stereotype.Component;

/**
 * Waits until the calls are over. One look lists all calls of a request, however many
 * they are. Calls that take too long stay in the book for the next start.
 */
@Component
class CallFollower implements Tasklet {

	private final EigiOperations eigi;

	private final CallBook book;

	private final Campaign campaign;

	CallFollower(EigiOperations eigi, CallBook book, Campaign campaign) {
		this.eigi = eigi;
		this.book = book;
		this.campaign = campaign;
	}

	@Override
	public @Nullable RepeatStatus execute(StepContribution contribution, ChunkContext chunkContext) {
		for (CallAttempt attempt : this.book.underWay()) {
			this.eigi.resolveCalls(attempt, Duration.ZERO)
				.repeatWhen((looks) -> looks.delayElements(this.campaign.lookInterval()))
				.takeUntil(CallFollower::allOver)
				.take(this.campaign.longestCall())
				.takeLast(1)
				.toStream()
				.forEach(this.book::recordEnds);
		}
		return RepeatStatus.FINISHED;
	}

	private static boolean allOver(CallResolution resolution) {
		return resolution.calls()
			.stream()
			.allMatch((call) -> call.conversation() != null && isOver(call.conversation()));
	}

	static boolean isOver(Conversation conversation) {
		return conversation.status() != null && conversation.status().isFinal();
	}

}
