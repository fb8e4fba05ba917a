package ai.eigi.sample;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import ai.eigi.client.EigiOperations;
import ai.eigi.client.call.OutboundCallRequest;
import ai.eigi.client.call.OutboundCallResult;
import ai.eigi.client.call.OutboundCallResult.RecipientResult;
import ai.eigi.client.conversation.CallingType;
import ai.eigi.client.conversation.Conversation;
import ai.eigi.client.conversation.ConversationQuery;
import ai.eigi.client.conversation.ConversationType;
import ai.eigi.client.error.EigiException;
import ai.eigi.client.error.EigiInvalidRequestException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Places calls and watches what becomes of them. eigi accepts a call without telling its
 * conversation, so that is looked for among the agent's calls: the one to this number
 * that was not there before.
 */
@Component
class CallDesk {

	private static final int LOOKS = 20;

	private static final Duration CLOCK_DIFFERENCE = Duration.ofMinutes(5);

	private static final Duration LONGEST_CALL = Duration.ofHours(1);

	private final EigiOperations eigi;

	private final Duration pollInterval;

	CallDesk(EigiOperations eigi, SampleProperties properties) {
		this.eigi = eigi;
		this.pollInterval = properties.pollInterval();
	}

	/**
	 * Call a number, once. An error means that the call was not accepted, or that it is
	 * unknown whether it was; after acceptance there are no errors any more.
	 * @param agentId the agent that calls
	 * @param number the number to call
	 * @return what happens to the call, until it is over
	 */
	Flux<CallUpdate> call(String agentId, String number) {
		if (agentId.isBlank()) {
			return Flux.error(new EigiInvalidRequestException("startCalls", "agentId", "must not be blank"));
		}
		Flux<Conversation> calls = callsTo(number, agentId);
		return calls.mapNotNull(Conversation::id)
			.collect(Collectors.toSet())
			.flatMapMany((known) -> this.eigi.startCalls(OutboundCallRequest.of(agentId, number))
				.flatMapMany((result) -> watch(result, calls, known).startWith(CallUpdate.accepted(result))));
	}

	private Flux<Conversation> callsTo(String number, String agentId) {
		ConversationQuery query = ConversationQuery.builder()
			.agentId(agentId)
			.type(ConversationType.TELEPHONY)
			.callingType(CallingType.OUTBOUND)
			.createdFrom(Instant.now().minus(CLOCK_DIFFERENCE))
			.pageSize(100)
			.build();
		return this.eigi.listConversations(query)
			.flatMapIterable((page) -> page.items())
			.filter((call) -> digits(number).equals(digits(Objects.toString(call.toNumber(), ""))));
	}

	private Flux<CallUpdate> watch(OutboundCallResult result, Flux<Conversation> calls, Set<String> known) {
		return Flux.fromIterable(result.recipients())
			.mapNotNull(RecipientResult::conversationId)
			.next()
			.switchIfEmpty(find(calls, known))
			.flatMapMany(this::watch)
			.map(ConversationView::of)
			.map(CallUpdate::of)
			.switchIfEmpty(Mono.just(CallUpdate.unknown("The call was accepted, but no conversation of it is listed "
					+ "yet. Look at the conversations later, and before you dial again.")))
			.onErrorResume(EigiException.class,
					(ex) -> Mono.just(CallUpdate.unknown("The call was accepted, but cannot be watched: look at the "
							+ "conversations, and before you dial again. " + ex.getMessage())));
	}

	private Mono<String> find(Flux<Conversation> calls, Set<String> known) {
		return calls.mapNotNull(Conversation::id)
			.filter((id) -> !known.contains(id))
			.next()
			.repeatWhenEmpty((looks) -> looks.take(LOOKS).delayElements(this.pollInterval));
	}

	private Flux<Conversation> watch(String conversationId) {
		return this.eigi.getConversation(conversationId)
			.repeatWhen((looks) -> looks.delayElements(this.pollInterval))
			.takeUntil((call) -> call.status() != null && call.status().isFinal())
			.take(LONGEST_CALL)
			.distinctUntilChanged();
	}

	private static String digits(String number) {
		return number.replaceAll("\\D", "");
	}

}
