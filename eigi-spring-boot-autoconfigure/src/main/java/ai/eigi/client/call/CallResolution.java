package ai.eigi.client.call;

import java.util.List;

import ai.eigi.client.error.EigiException;
import org.jspecify.annotations.Nullable;

/**
 * What became of each call of a request.
 *
 * @param calls the calls, in the order of the request
 * @param redialFailure why calls that were not seen were not dialled again, though that
 * was asked for. Where it does not rule out that they were, as an
 * {@code EigiOutcomeUnknownException} or an {@code EigiRateLimitedException}, they are
 * undecided
 * @since 0.1.0
 */
public record CallResolution(List<ResolvedCall> calls, @Nullable EigiException redialFailure) {

	public CallResolution {
		calls = List.copyOf(calls);
	}

	CallResolution(List<ResolvedCall> calls) {
		this(calls, null);
	}

	/**
	 * The calls with a verdict.
	 * @param verdict the verdict
	 * @return the calls, possibly none
	 */
	public List<ResolvedCall> with(CallVerdict verdict) {
		return this.calls.stream().filter((call) -> call.is(verdict)).toList();
	}

	/**
	 * Whether every call was accepted or found.
	 * @return whether nothing is left to find out
	 */
	public boolean isComplete() {
		return this.calls.stream().allMatch((call) -> call.is(CallVerdict.ACCEPTED) || call.is(CallVerdict.PLACED));
	}

}
