package ai.eigi.client.call;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import ai.eigi.client.error.CallAttempt;
import ai.eigi.client.call.CallUpdate.Stage;
import ai.eigi.client.conversation.Conversation;
import ai.eigi.client.conversation.ConversationApi;
import ai.eigi.client.conversation.ConversationFeed;
import ai.eigi.client.conversation.ConversationQuery;
import ai.eigi.client.error.EigiAwaitTimeoutException;
import ai.eigi.client.transport.ApiTransport;
import ai.eigi.client.transport.PollPace;
import ai.eigi.client.transport.Require;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Follows calls until each is over, by listening where the application is told of ends,
 * and by looking: one request a look for every 100 calls that the agent has placed since.
 */
final class CallTracker {

	private static final String OPERATION = "trackCalls";

	private static final PollPace PACE = new PollPace(Duration.ofSeconds(1), Duration.ofSeconds(15));

	// ends are told; looking only shows progress and what was told to nobody
	private static final PollPace PACE_WHEN_TOLD = new PollPace(Duration.ofSeconds(2), Duration.ofSeconds(60));

	private static final Duration LONGEST_SEARCH = Duration.ofHours(1);

	private static final Duration LONGEST_TRACKING = Duration.ofDays(1);

	private final ApiTransport transport;

	private final ConversationApi conversations;

	private final @Nullable ConversationFeed feed;

	CallTracker(ApiTransport transport, ConversationApi conversations, @Nullable ConversationFeed feed) {
		this.transport = transport;
		this.conversations = conversations;
		this.feed = feed;
	}

	static void check(CallTracking tracking) {
		Duration analysis = tracking.analysisWithin();
		Require.that(OPERATION)
			.valid(isWithin(tracking.findWithin(), LONGEST_SEARCH), "findWithin",
					"must be more than zero and at most 1 hour")
			.valid(isWithin(tracking.atMost(), LONGEST_TRACKING), "atMost",
					"must be more than zero and at most 24 hours")
			.valid(analysis == null || isWithin(analysis, LONGEST_TRACKING), "analysisWithin",
					"must be more than zero and at most 24 hours");
	}

	private static boolean isWithin(Duration duration, Duration longest) {
		return !duration.isNegative() && !duration.isZero() && duration.compareTo(longest) <= 0;
	}

	/**
	 * Follow calls that the service accepted.
	 * @param result the service's answer
	 * @param attempt what was attempted
	 * @param tracking how to follow
	 * @return the steps of all calls, interleaved
	 */
	Flux<CallUpdate> followAccepted(OutboundCallResult result, CallAttempt attempt, CallTracking tracking) {
		List<TrackedCall> calls = result.resolved(attempt)
			.stream()
			.map((call) -> new TrackedCall(call.call(), call.is(CallVerdict.REFUSED) ? Stage.REFUSED : Stage.ACCEPTED,
					call.conversationId(), tracking.analysisWithin()))
			.toList();
		return result.dryRun() ? steps(calls) : follow(calls, attempt, tracking);
	}

	/**
	 * Follow calls that may have been placed.
	 * @param attempt what was attempted
	 * @param tracking how to follow
	 * @return the steps of all calls, interleaved
	 */
	Flux<CallUpdate> followUnknown(CallAttempt attempt, CallTracking tracking) {
		return follow(attempt.calls()
			.stream()
			.map((call) -> new TrackedCall(call, Stage.OUTCOME_UNKNOWN, null, tracking.analysisWithin()))
			.toList(), attempt, tracking);
	}

	private Flux<CallUpdate> follow(List<TrackedCall> calls, CallAttempt attempt, CallTracking tracking) {
		return steps(calls).concatWith(Flux.defer(() -> new Looks(calls, attempt, tracking).updates()));
	}

	private static Flux<CallUpdate> steps(List<TrackedCall> calls) {
		return Flux.fromIterable(calls).map(TrackedCall::begun);
	}

	/**
	 * The looks of one subscriber.
	 */
	private final class Looks {

		private final List<TrackedCall> calls;

		private final CallMatcher matcher;

		private final CallTracking tracking;

		private final CallAttempt attempt;

		private final Instant begun;

		private final Queue<Conversation> told = new ConcurrentLinkedQueue<>();

		private volatile Sinks.Empty<Void> wake = Sinks.empty();

		private int rounds;

		private boolean asked;

		private Instant nextRead;

		private boolean allFound;

		Looks(List<TrackedCall> calls, CallAttempt attempt, CallTracking tracking) {
			this.calls = calls;
			this.attempt = attempt;
			this.matcher = new CallMatcher(attempt, null);
			this.tracking = tracking;
			this.begun = CallTracker.this.transport.now();
			this.nextRead = this.begun;
		}

		Flux<CallUpdate> updates() {
			Flux<CallUpdate> looks = Flux.defer(this::look)
				.repeatWhen((ends) -> ends.takeWhile((end) -> !isOver()).concatMap((end) -> pause(), 1));
			if (isOver()) {
				return Flux.empty();
			}
			ConversationFeed feed = CallTracker.this.feed;
			return (feed == null) ? looks
					: Flux.using(() -> feed.ended()
						.filter((conversation) -> this.attempt.agentId().equals(conversation.agentId()))
						.subscribe(this::tell, (ex) -> {
							// whoever does not listen any more still looks
						}), (listening) -> looks, (listening) -> listening.dispose());
		}

		private void tell(Conversation conversation) {
			this.told.add(conversation);
			this.wake.tryEmitEmpty();
		}

		private Flux<CallUpdate> look() {
			if (left().isNegative()) {
				this.calls.forEach(TrackedCall::endWaitForAnalysis);
				return isOver() ? Flux.empty() : Flux.error(timedOut());
			}
			List<CallUpdate> updates = new ArrayList<>();
			for (Conversation conversation = this.told.poll(); conversation != null; conversation = this.told.poll()) {
				see(List.of(conversation), false, updates);
			}
			Flux<CallUpdate> first = Flux.fromIterable(updates);
			// most of what is told is of other calls, and no reason to ask
			boolean due = !updates.isEmpty() || !CallTracker.this.transport.now().isBefore(this.nextRead);
			if (isOver() || !due) {
				return first;
			}
			this.asked = true;
			return first.concatWith(read().flatMapIterable((seen) -> {
				List<CallUpdate> read = new ArrayList<>();
				see(seen, true, read);
				return read;
			}).onErrorResume((ex) -> CallResolver.isPassing(CallTracker.this.transport, ex), (ex) -> Mono.empty()));
		}

		private Mono<List<Conversation>> read() {
			ConversationApi conversations = CallTracker.this.conversations;
			List<TrackedCall> open = this.calls.stream().filter((call) -> !call.isOver()).toList();
			if (open.size() == 1 && open.get(0).isFound()) {
				return conversations.get(OPERATION, Objects.requireNonNull(open.get(0).conversationId())).map(List::of);
			}
			return conversations.all(OPERATION, query())
				.filter((conversation) -> this.matcher.concerns(conversation) || isKnown(conversation))
				.collectList();
		}

		private boolean isKnown(Conversation conversation) {
			return conversation.id() != null
					&& this.calls.stream().anyMatch((call) -> conversation.id().equals(call.conversationId()));
		}

		/**
		 * Once all are found, what the agent calls later is of no interest.
		 */
		private ConversationQuery query() {
			ConversationQuery query = this.matcher.query();
			return (!this.allFound) ? query
					: this.calls.stream()
						.map(TrackedCall::createdAt)
						.filter(Objects::nonNull)
						.max(Instant::compareTo)
						.map((newest) -> query.toBuilder().createdTo(newest.plusSeconds(1)).build())
						.orElse(query);
		}

		/**
		 * What conversations tell of the calls.
		 * @param seen the conversations
		 * @param complete whether they are all there are; if not, only what is certain
		 * counts
		 * @param updates where to add the steps
		 */
		private void see(List<Conversation> seen, boolean complete, List<CallUpdate> updates) {
			Instant now = CallTracker.this.transport.now();
			boolean searchOver = complete && !now.isBefore(this.begun.plus(this.tracking.findWithin()));
			List<ResolvedCall> matches = this.allFound ? List.of() : this.matcher.match(seen, now);
			for (int i = 0; i < this.calls.size(); i++) {
				TrackedCall call = this.calls.get(i);
				Conversation conversation = (call.conversationId() != null) ? withId(call.conversationId(), seen)
						: matched(matches, i, complete);
				if (conversation != null) {
					call.see(conversation, now, updates);
				}
				else if (searchOver && !call.isFound() && !call.isOver()) {
					call.giveUp(updates);
				}
			}
			if (!this.allFound && this.calls.stream().allMatch((call) -> call.isFound() || call.isOver())) {
				this.allFound = true;
				this.rounds = 0;
			}
		}

		private static @Nullable Conversation withId(String id, List<Conversation> seen) {
			return seen.stream().filter((conversation) -> id.equals(conversation.id())).findFirst().orElse(null);
		}

		private static @Nullable Conversation matched(List<ResolvedCall> matches, int i, boolean complete) {
			ResolvedCall match = (i < matches.size()) ? matches.get(i) : null;
			return (match != null && (complete || match.evidence() == ResolvedCall.Evidence.CORRELATION))
					? match.conversation() : null;
		}

		private Mono<Long> pause() {
			Sinks.Empty<Void> wake = Sinks.empty();
			this.wake = wake;
			if (!this.told.isEmpty()) {
				return Mono.just(0L);
			}
			boolean isTold = CallTracker.this.feed != null && this.allFound
					&& this.calls.stream().noneMatch(TrackedCall::awaitsAnalysis);
			Instant now = CallTracker.this.transport.now();
			if (this.asked) {
				this.asked = false;
				this.nextRead = now.plus((isTold ? PACE_WHEN_TOLD : PACE).after(this.rounds++));
			}
			Duration wait = Duration.between(now, this.nextRead);
			Duration left = left().plusMillis(1);
			return Mono.firstWithSignal(CallTracker.this.transport.delay((wait.compareTo(left) <= 0) ? wait : left),
					wake.asMono().thenReturn(0L));
		}

		private boolean isOver() {
			return this.calls.stream().allMatch(TrackedCall::isOver);
		}

		private Duration left() {
			return Duration.between(CallTracker.this.transport.now(), this.begun.plus(this.tracking.atMost()));
		}

		private EigiAwaitTimeoutException timedOut() {
			TrackedCall open = this.calls.stream().filter((call) -> !call.isOver()).findFirst().orElseThrow();
			return new EigiAwaitTimeoutException(OPERATION, open.conversationId(), open.lastStatus(),
					this.tracking.atMost());
		}

	}

}
