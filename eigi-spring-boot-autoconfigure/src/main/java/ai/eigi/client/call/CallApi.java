package ai.eigi.client.call;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import ai.eigi.client.call.OutboundCallResult.RecipientResult;
import ai.eigi.client.conversation.ConversationApi;
import ai.eigi.client.conversation.ConversationFeed;
import ai.eigi.client.error.CallAttempt;
import ai.eigi.client.error.CallReference;
import ai.eigi.client.error.EigiAccessDeniedException;
import ai.eigi.client.error.EigiApiKeyUnavailableException;
import ai.eigi.client.error.EigiAuthenticationException;
import ai.eigi.client.error.EigiException;
import ai.eigi.client.error.EigiInvalidRequestException;
import ai.eigi.client.error.EigiNotFoundException;
import ai.eigi.client.error.EigiOutcomeUnknownException;
import ai.eigi.client.error.EigiPermitTimeoutException;
import ai.eigi.client.error.EigiTransportException;
import ai.eigi.client.transport.ApiCall;
import ai.eigi.client.transport.ApiTransport;
import ai.eigi.client.transport.Effect;
import ai.eigi.client.transport.Require;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The outbound calls of the service. Applications use {@code EigiOperations}.
 *
 * @since 0.1.0
 */
public final class CallApi {

	private static final Log logger = LogFactory.getLog(CallApi.class);

	private static final String OPERATION = "startCalls";

	private static final int LARGEST_REDIALS = 3;

	private static final Pattern CORRELATION_ID = Pattern.compile("[A-Za-z0-9._:-]{1,100}");

	private static final String NOT_SENT = "Dry run: nothing was sent and no phone rings";

	private final ApiTransport transport;

	private final CallSettings settings;

	private final CallResolver resolver;

	private final CallTracker tracker;

	private final Correlations correlations = new Correlations();

	/**
	 * Create the API.
	 * @param transport sends the requests
	 * @param conversations where placed calls are looked for
	 * @param feed tells of calls that ended, if somebody does
	 * @param settings guards
	 */
	public CallApi(ApiTransport transport, ConversationApi conversations, @Nullable ConversationFeed feed,
			CallSettings settings) {
		this.transport = transport;
		this.settings = settings;
		this.resolver = new CallResolver(transport, conversations);
		this.tracker = new CallTracker(transport, conversations, feed);
	}

	/**
	 * Place calls.
	 * @param request whom to call
	 * @return what the service accepted
	 */
	public Mono<OutboundCallResult> start(OutboundCallRequest request) {
		Objects.requireNonNull(request, "'request' must not be null");
		return Mono.defer(() -> start(OPERATION, request));
	}

	private Mono<OutboundCallResult> start(String operation, OutboundCallRequest request) {
		check(operation, request);
		OutboundCallRequest correlated = this.settings.correlation()
				? request.withCorrelationIds(this.correlations::next) : request;
		CallAttempt attempt = correlated.attemptAt(this.transport.now());
		if (this.settings.mode() == CallMode.DRY_RUN) {
			return Mono.fromSupplier(() -> dryRun(correlated, attempt));
		}
		return this.transport.exchange(call(operation, correlated), (wire) -> OutboundCallResult.from(wire, attempt))
			.onErrorMap(EigiOutcomeUnknownException.class,
					(ex) -> new EigiOutcomeUnknownException(ex, attempt.endedAt(this.transport.now())));
	}

	/**
	 * Find out what became of calls.
	 * @param attempt the calls
	 * @param settlingTime how long a call may take to be listed
	 * @return what became of each
	 */
	public Mono<CallResolution> resolve(CallAttempt attempt, Duration settlingTime) {
		Objects.requireNonNull(attempt, "'attempt' must not be null");
		Objects.requireNonNull(settlingTime, "'settlingTime' must not be null");
		return this.resolver.resolve("resolveCalls", List.of(attempt), settlingTime);
	}

	/**
	 * Place calls and find out where the outcome is unknown.
	 * @param request whom to call
	 * @param policy what to do about unknown outcomes
	 * @return what became of each
	 */
	public Mono<CallResolution> place(OutboundCallRequest request, UnknownOutcomePolicy policy) {
		Objects.requireNonNull(request, "'request' must not be null");
		Objects.requireNonNull(policy, "'policy' must not be null");
		return Mono.defer(() -> {
			String operation = "placeCalls";
			CallResolver.check(operation, policy.settlingTime());
			Require.that(operation)
				.valid(policy.redials() >= 0 && policy.redials() <= LARGEST_REDIALS, "redials",
						"must be from 0 to " + LARGEST_REDIALS);
			return place(operation, request, policy, List.of(), policy.redials());
		});
	}

	/**
	 * Place calls, and those that were not seen again.
	 * @param earlier attempts at the same calls whose outcome is unknown, oldest first
	 * @param redials how often those that were not seen may be dialled again
	 */
	private Mono<CallResolution> place(String operation, OutboundCallRequest request, UnknownOutcomePolicy policy,
			List<CallAttempt> earlier, int redials) {
		return start(operation, request)
			.map((result) -> new CallResolution(result.resolved(Objects.requireNonNull(result.attempt()))))
			.onErrorResume(EigiOutcomeUnknownException.class, (ex) -> {
				List<CallAttempt> attempts = new ArrayList<>(earlier);
				attempts.add(Objects.requireNonNull(ex.callAttempt()));
				return this.resolver.resolve(operation, attempts, policy.settlingTime())
					.onErrorMap(Exception.class, (failure) -> {
						// that nobody may look makes no unknown outcome a refusal
						ex.addSuppressed(failure);
						return ex;
					})
					.flatMap((placed) -> redial(operation, request, policy, attempts, placed, redials));
			});
	}

	private Mono<CallResolution> redial(String operation, OutboundCallRequest request, UnknownOutcomePolicy policy,
			List<CallAttempt> attempts, CallResolution placed, int redials) {
		List<Integer> unseen = IntStream.range(0, placed.calls().size())
			.filter((i) -> placed.calls().get(i).is(CallVerdict.NOT_SEEN))
			.boxed()
			.toList();
		if (redials == 0 || unseen.isEmpty()) {
			return Mono.just(placed);
		}
		// a new id for each: what the first dial brings late must not pass for the second
		OutboundCallRequest again = request.withRecipients(unseen.stream()
			.map(request.recipients()::get)
			.map((recipient) -> new CallRecipient(recipient.number(), recipient.metadata()))
			.toList());
		List<CallAttempt> earlier = attempts.stream().map((attempt) -> only(attempt, unseen)).toList();
		return Mono.defer(() -> place(operation, again, policy, earlier, redials - 1))
			.map((second) -> merged(placed, unseen, second))
			.onErrorResume(Exception.class, (ex) -> {
				EigiException failure = (ex instanceof EigiException known) ? known : endedByFilter(operation, ex);
				return Mono.just(new CallResolution(
						nobodyWasCalled(failure) ? placed.calls() : undecided(placed.calls()), failure));
			});
	}

	/**
	 * Whether a failure means that nothing was sent, or is a refusal that the service
	 * documents for calls. It does not promise that nobody was called of a 429, and a
	 * status that it does not document may mean anything.
	 */
	private static boolean nobodyWasCalled(EigiException failure) {
		return failure instanceof EigiTransportException || failure instanceof EigiPermitTimeoutException
				|| failure instanceof EigiApiKeyUnavailableException || failure instanceof EigiInvalidRequestException
				|| failure instanceof EigiAuthenticationException || failure instanceof EigiAccessDeniedException
				|| failure instanceof EigiNotFoundException;
	}

	/**
	 * What comes as it is was thrown by a filter before anything was sent.
	 */
	private static EigiException endedByFilter(String operation, Exception ex) {
		EigiTransportException failure = new EigiTransportException(operation,
				"The calls that were not seen were not dialled again: a filter of the application has thrown "
						+ ex.getClass().getName() + ".",
				false);
		failure.addSuppressed(ex);
		return failure;
	}

	/**
	 * An attempt at some of its calls, numbered as those of the request that dials them
	 * again.
	 */
	private static CallAttempt only(CallAttempt attempt, List<Integer> indexes) {
		return new CallAttempt(attempt.agentId(), attempt.startedAt(), attempt.endedAt(), attempt.salt(),
				IntStream.range(0, indexes.size()).mapToObj((i) -> {
					CallReference call = attempt.calls().get(indexes.get(i));
					return new CallReference(i, call.correlationId(), call.numberDigest());
				}).toList());
	}

	private static CallResolution merged(CallResolution first, List<Integer> unseen, CallResolution second) {
		List<ResolvedCall> merged = new ArrayList<>(first.calls());
		for (int i = 0; i < unseen.size(); i++) {
			ResolvedCall call = second.calls().get(i);
			// that the service did not take the second call is no word about the first
			if (!call.is(CallVerdict.REFUSED)) {
				merged.set(unseen.get(i), call.at(unseen.get(i)));
			}
		}
		return new CallResolution(merged, second.redialFailure());
	}

	/**
	 * Calls that were dialled again, without a word of what became of that.
	 */
	private static List<ResolvedCall> undecided(List<ResolvedCall> calls) {
		return calls.stream()
			.map((call) -> call.is(CallVerdict.NOT_SEEN) ? ResolvedCall.of(call.call(), CallVerdict.UNDECIDED) : call)
			.toList();
	}

	/**
	 * Place calls and follow them.
	 * @param request whom to call
	 * @param tracking how to follow
	 * @return the steps of all calls
	 */
	public Flux<CallUpdate> track(OutboundCallRequest request, CallTracking tracking) {
		Objects.requireNonNull(request, "'request' must not be null");
		Objects.requireNonNull(tracking, "'tracking' must not be null");
		return Flux.defer(() -> {
			CallTracker.check(tracking);
			return start("trackCalls", request).map(
					(result) -> this.tracker.followAccepted(result, Objects.requireNonNull(result.attempt()), tracking))
				.onErrorResume(EigiOutcomeUnknownException.class,
						(ex) -> Mono
							.just(this.tracker.followUnknown(Objects.requireNonNull(ex.callAttempt()), tracking)))
				.flatMapMany((updates) -> updates);
		});
	}

	private void check(String operation, OutboundCallRequest request) {
		List<CallRecipient> recipients = request.recipients();
		Map<String, Integer> numbers = new HashMap<>();
		Set<String> ids = new HashSet<>();
		Require require = Require.that(operation)
			.id("agentId", request.agentId())
			.valid(!recipients.isEmpty(), "recipients", "must name at least one number");
		for (int i = 0; i < recipients.size(); i++) {
			CallRecipient recipient = recipients.get(i);
			String field = "recipients[" + i + "].number";
			Integer earlier = numbers.putIfAbsent(PhoneDigits.of(recipient.number()), i);
			require.phoneNumber(field, recipient.number())
				.valid(this.settings.allows(recipient.number()), field,
						"must be one of eigi.calls.allowed-numbers, since eigi.calls.mode is allow-list")
				.valid(earlier == null || request.repeatedNumbersAllowed(), field,
						"must not be that of recipients[" + earlier + "] too: the phone would ring twice; "
								+ "allowRepeatedNumbers() if that is meant")
				.valid(!recipient.metadata().containsKey(CallRecipient.CORRELATION_KEY),
						"recipients[" + i + "].metadata",
						"must not use " + CallRecipient.CORRELATION_KEY + "; call withCorrelationId instead")
				.valid(recipient.correlationId() == null || CORRELATION_ID.matcher(recipient.correlationId()).matches(),
						"recipients[" + i + "].correlationId", "must be 1 to 100 letters, digits and . _ : -")
				.valid(recipient.correlationId() == null || ids.add(recipient.correlationId()),
						"recipients[" + i + "].correlationId", "must not be that of another recipient too");
		}
	}

	private static OutboundCallResult dryRun(OutboundCallRequest request, CallAttempt attempt) {
		logger.info("%s for %d recipient(s) of agent %s (eigi.calls.mode is dry-run)".formatted(NOT_SENT,
				request.recipients().size(), request.agentId()));
		return new OutboundCallResult(NOT_SENT,
				request.recipients()
					.stream()
					.map((recipient) -> new RecipientResult(recipient.number(), true, null, null, NOT_SENT))
					.toList(),
				attempt, true);
	}

	private static ApiCall call(String operation, OutboundCallRequest request) {
		List<Map<String, Object>> params = new ArrayList<>();
		for (CallRecipient recipient : request.recipients()) {
			Map<String, Object> entry = new LinkedHashMap<>();
			entry.put("mobile_number", recipient.number());
			Map<String, Object> metadata = new LinkedHashMap<>(recipient.metadata());
			if (recipient.correlationId() != null) {
				metadata.put(CallRecipient.CORRELATION_KEY, recipient.correlationId());
			}
			if (!metadata.isEmpty()) {
				entry.put("metadata", metadata);
			}
			params.add(entry);
		}
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("agent_id", request.agentId());
		body.put("params", params);
		if (request.provider() != null) {
			body.put("telephony_provider", request.provider().value());
		}
		if (request.testCall() != null) {
			body.put("is_test_call", request.testCall());
		}
		ApiCall call = ApiCall.post(operation, Effect.DIAL, "/v1/public/calls/outbound", body);
		request.recipients()
			.forEach((recipient) -> call.confidential(recipient.number())
				.confidential(recipient.number().substring(1))
				.confidential(recipient.metadata()));
		request.recipients()
			.stream()
			.map(CallRecipient::correlationId)
			.filter(Objects::nonNull)
			.forEach(call::reference);
		return call;
	}

}
