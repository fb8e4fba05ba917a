package ai.eigi.example.batch;

import java.util.Optional;

import ai.eigi.client.EigiOperations;
import ai.eigi.client.call.CallResolution;
import ai.eigi.client.call.OutboundCallRequest;
import ai.eigi.client.call.UnknownOutcomePolicy;
import ai.eigi.client.error.CallAttempt;
import ai.eigi.client.error.EigiAccessDeniedException;
import ai.eigi.client.error.EigiApiKeyUnavailableException;
import ai.eigi.client.error.EigiAuthenticationException;
import ai.eigi.client.error.EigiException;
import ai.eigi.client.error.EigiInvalidRequestException;
import ai.eigi.client.error.EigiNotFoundException;
import ai.eigi.client.error.EigiPermitTimeoutException;
import ai.eigi.client.error.EigiTransportException;
import org.jspecify.annotations.Nullable;

import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.stereotype.Component;

/**
 * Places the planned calls, so many with each request, within the account's limit. It
 * runs in no transaction: what it tells the book is committed at once. A call is taken
 * from the book before it is placed, and from then on only looked for.
 */
@Component
class Dialler implements Tasklet {

	private final EigiOperations eigi;

	private final CallBook book;

	private final UnknownOutcomePolicy policy;

	Dialler(EigiOperations eigi, CallBook book, Campaign campaign) {
		this.eigi = eigi;
		this.book = book;
		this.policy = UnknownOutcomePolicy.resolve(campaign.settlingTime());
	}

	@Override
	public RepeatStatus execute(StepContribution contribution, ChunkContext chunkContext) {
		for (CallAttempt interrupted : this.book.interrupted()) {
			record(this.eigi.resolveCalls(interrupted, this.policy.settlingTime()).block());
		}
		Optional<OutboundCallRequest> next = this.book.takeNext();
		next.ifPresent(this::place);
		return RepeatStatus.continueIf(next.isPresent());
	}

	private void place(OutboundCallRequest request) {
		try {
			record(this.eigi.placeCalls(request, this.policy).block());
		}
		catch (EigiException ex) {
			if (nobodyWasCalled(ex)) {
				this.book.giveBack(request);
			}
			throw ex;
		}
	}

	/**
	 * Whether a failure means that nothing was sent, or is a refusal that the service
	 * documents for calls. All others leave the calls in the book as they are, for the
	 * next start to look for: of a 429 ({@code EigiRateLimitedException}) the service
	 * does not promise that nobody was called, and a status that it does not document may
	 * mean anything.
	 */
	private static boolean nobodyWasCalled(EigiException ex) {
		return ex instanceof EigiTransportException || ex instanceof EigiPermitTimeoutException
				|| ex instanceof EigiApiKeyUnavailableException || ex instanceof EigiInvalidRequestException
				|| ex instanceof EigiAuthenticationException || ex instanceof EigiAccessDeniedException
				|| ex instanceof EigiNotFoundException;
	}

	private void record(@Nullable CallResolution resolution) {
		if (resolution != null) {
			this.book.recordDialled(resolution);
		}
	}

}
