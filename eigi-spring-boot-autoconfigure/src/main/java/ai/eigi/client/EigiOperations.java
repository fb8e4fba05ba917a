package ai.eigi.client;

import java.time.Duration;

import ai.eigi.client.error.CallAttempt;
import ai.eigi.client.call.CallResolution;
import ai.eigi.client.call.CallTracking;
import ai.eigi.client.call.CallUpdate;
import ai.eigi.client.call.OutboundCallRequest;
import ai.eigi.client.call.OutboundCallResult;
import ai.eigi.client.call.UnknownOutcomePolicy;
import ai.eigi.client.chat.AgentChat;
import ai.eigi.client.chat.ChatReply;
import ai.eigi.client.chat.ChatRequest;
import ai.eigi.client.chat.ChatSession;
import ai.eigi.client.chat.ChatSessionQuery;
import ai.eigi.client.chat.ChatSessionSummary;
import ai.eigi.client.chat.ChatStream;
import ai.eigi.client.chat.FirstMessage;
import ai.eigi.client.conversation.Conversation;
import ai.eigi.client.conversation.ConversationQuery;
import ai.eigi.client.paging.Page;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Talking to agents of eigi.ai: chat, phone calls, and reading what came of them.
 * <p>
 * Every publisher is cold: nothing is sent before subscription, each subscription is a
 * request of its own, and cancelling closes the connection or gives up the place in the
 * queue. The Reactor context passes through. Every request waits for its turn within the
 * account's limit. All failures are an {@link ai.eigi.client.error.EigiException
 * EigiException}; wrong input is signalled by the publisher as
 * {@link ai.eigi.client.error.EigiInvalidRequestException EigiInvalidRequestException}
 * before anything is sent, and only {@code null} is thrown at the caller.
 * <p>
 * <b>What is sent again.</b> Operations that only read are repeated after failures of
 * network and service. Operations that change something are repeated only when nothing
 * was sent, or when the service refused them with 429; where they were sent and no usable
 * answer came, they end with {@link ai.eigi.client.error.EigiOutcomeUnknownException
 * EigiOutcomeUnknownException}. Phone calls are repeated only when nothing was sent.
 *
 * @since 0.1.0
 */
public interface EigiOperations {

	/**
	 * Send a message and stream the answer: every word as it arrives, none lost, none
	 * twice. Ends when the answer ends. A stream that breaks after its first text ends
	 * with {@link ai.eigi.client.error.EigiStreamInterruptedException
	 * EigiStreamInterruptedException} and is never repeated; before it, as any operation
	 * that changes something. A body without length or chunks that is cut short cannot be
	 * told from a whole one: HTTP has no mark for it.
	 * @param request the message
	 * @return the agent's words; pieces are not empty and hold whole characters, spaces
	 * and line ends included
	 */
	Flux<String> streamChat(ChatRequest request);

	/**
	 * The same as {@link #streamChat}, but handing out the stream as soon as its headers
	 * are there, so that the session is known before the first word.
	 * @param request the message
	 * @return the stream, to be read once or cancelled
	 */
	Mono<ChatStream> openChatStream(ChatRequest request);

	/**
	 * Send a message and wait for the whole answer, at most
	 * {@code eigi.http.response-timeout}. Changes something: a failure after sending is
	 * an unknown outcome.
	 * @param request the message
	 * @return the answer
	 */
	Mono<ChatReply> chat(ChatRequest request);

	/**
	 * Open a session with the agent's greeting. Though the service does it with a GET,
	 * every call opens a session of its own: a failure after sending is an unknown
	 * outcome.
	 * @param agentId the agent
	 * @return the greeting and the new session
	 */
	Mono<FirstMessage> firstMessage(String agentId);

	/**
	 * A dialogue that remembers its session.
	 * @param agentId the agent
	 * @return a dialogue; its first message opens a session
	 */
	AgentChat chatWith(String agentId);

	/**
	 * A dialogue that goes on with a session kept from before.
	 * @param agentId the agent
	 * @param sessionId the session
	 * @return a dialogue
	 */
	AgentChat chatWith(String agentId, String sessionId);

	/**
	 * Read a chat session with its messages. Only reads.
	 * @param sessionId the session
	 * @return the session
	 */
	Mono<ChatSession> getChatSession(String sessionId);

	/**
	 * Read one page of chat sessions, 10 on a page if the query does not say. Only reads.
	 * @param query which sessions
	 * @return the page
	 */
	Mono<Page<ChatSessionSummary>> listChatSessions(ChatSessionQuery query);

	/**
	 * Read all chat sessions, page by page as they are asked for, at most one page ahead.
	 * Only reads. The service filters sessions by agent alone, so that sessions opened
	 * meanwhile shift the pages: ids of the latest pages are remembered and not delivered
	 * again.
	 * @param query which sessions; 100 on a page if it does not say
	 * @return the sessions
	 */
	Flux<ChatSessionSummary> allChatSessions(ChatSessionQuery query);

	/**
	 * Read a conversation. Only reads. The transcript of a running one grows, the
	 * analysis comes after the end.
	 * @param conversationId the conversation's id; probably also that of a chat session
	 * @return the conversation
	 */
	Mono<Conversation> getConversation(String conversationId);

	/**
	 * Read one page of conversations, newest first, 10 on a page if the query does not
	 * say. Only reads.
	 * @param query which conversations
	 * @return the page
	 */
	Mono<Page<Conversation>> listConversations(ConversationQuery query);

	/**
	 * Read all conversations, newest first, page by page as they are asked for: the next
	 * page is fetched while the current one is consumed, and no more than these two are
	 * held. Only reads.
	 * <p>
	 * <b>Guaranteed:</b> every conversation that matched when the first page was read is
	 * delivered once, though new ones arrive meanwhile: from the second page on the query
	 * ends with the newest conversation of the first (unless it begins with a later
	 * page), and ids of the latest pages are not delivered again. <b>Not guaranteed:</b>
	 * a conversation that stops matching while pages are read, as one that ends does to a
	 * filter on {@code IN_PROGRESS}, moves others forward by one, and these may be
	 * missed; nor that those which arrive meanwhile are left out, if they were created
	 * within the same second as the newest.
	 * @param query which conversations; 100 on a page if it does not say
	 * @return the conversations
	 */
	Flux<Conversation> allConversations(ConversationQuery query);

	/**
	 * {@link #awaitConversation(String, Duration)} for at most 30 minutes.
	 * @param conversationId the conversation
	 * @return the conversation
	 */
	default Mono<Conversation> awaitConversation(String conversationId) {
		return awaitConversation(conversationId, Duration.ofMinutes(30));
	}

	/**
	 * Read a conversation again and again until its status is final, which
	 * {@code DISCONNECTED} is too. Waits 1 second at first and up to 15 between two
	 * looks; every look takes its turn within the account's limit. Where application
	 * events are on it listens, and the waits grow to a minute. Only reads. A look that
	 * gets no turn is taken later; one that fails, after its retries, ends the wait.
	 * @param conversationId the conversation
	 * @param atMost how long to wait in all; after it the publisher ends with
	 * {@link ai.eigi.client.error.EigiAwaitTimeoutException EigiAwaitTimeoutException}
	 * @return the conversation, perhaps before its analysis is there
	 */
	Mono<Conversation> awaitConversation(String conversationId, Duration atMost);

	/**
	 * Have an agent call people. Success means that the service accepted the request, not
	 * that a phone rang: a wrong number fails on its own and unseen. What became of a
	 * call its conversation tells.
	 * <p>
	 * Never sent twice once anything of it may have left: after that, whatever happened
	 * without a usable answer is {@link ai.eigi.client.error.EigiOutcomeUnknownException
	 * EigiOutcomeUnknownException}. A 429 is not repeated either, unless
	 * {@code eigi.retry.redial-when-rate-limited} says so. What {@code eigi.calls.mode}
	 * does not allow is not sent. A number that stands in the request twice is refused,
	 * unless it allows that.
	 * <p>
	 * Each call carries a correlation id in its metadata under
	 * {@link ai.eigi.client.call.CallRecipient#CORRELATION_KEY}, unless
	 * {@code eigi.calls.correlation} is off. The exception of an unknown outcome carries
	 * a {@linkplain ai.eigi.client.error.EigiOutcomeUnknownException#callAttempt() call
	 * attempt}, which {@link #resolveCalls} takes.
	 * @param request whom to call
	 * @return what was accepted
	 */
	Mono<OutboundCallResult> startCalls(OutboundCallRequest request);

	/**
	 * Find out what became of calls whose outcome is unknown. Lists the agent's outbound
	 * calls since the attempt, again and again until each call is found or the settling
	 * time is over, and recognises them by correlation id, else by digits of the number
	 * and time. <b>Only reads; never dials.</b>
	 * <p>
	 * {@link ai.eigi.client.call.CallVerdict#NOT_SEEN NOT_SEEN} is no proof: the service
	 * promises no time within which a call is listed. Where the service cannot be read,
	 * the verdict is {@link ai.eigi.client.call.CallVerdict#UNDECIDED UNDECIDED}; where
	 * it refuses (a wrong key, say) the publisher ends with its error.
	 * @param attempt the calls, from a
	 * {@link ai.eigi.client.error.EigiOutcomeUnknownException} or stored before
	 * @param settlingTime how long after the attempt's end (or, where that is not known,
	 * after this subscription) a call may take to be listed, up to 1 hour; zero looks
	 * once
	 * @return what became of each call
	 */
	default Mono<CallResolution> resolveCalls(CallAttempt attempt, Duration settlingTime) {
		return Mono.error(() -> new UnsupportedOperationException("resolveCalls"));
	}

	/**
	 * {@link #startCalls}, and where the outcome is unknown {@link #resolveCalls} before
	 * anything else. Ends with a value where {@code startCalls} would end with an unknown
	 * outcome, unless the service refuses to be looked at: then with that outcome, which
	 * carries the refusal as suppressed. In dry-run mode all are accepted and nothing is
	 * sent. Calls that were not seen are dialled again only if the policy asks for
	 * exactly that; see {@link UnknownOutcomePolicy#redialNotSeen(int)} for the risk.
	 * @param request whom to call
	 * @param policy what to do about unknown outcomes
	 * @return what became of each call
	 */
	default Mono<CallResolution> placeCalls(OutboundCallRequest request, UnknownOutcomePolicy policy) {
		return Mono.error(() -> new UnsupportedOperationException("placeCalls"));
	}

	/**
	 * {@link #trackCalls(OutboundCallRequest, CallTracking)} with
	 * {@link CallTracking#defaults()}.
	 * @param request whom to call
	 * @return the steps of the calls
	 */
	default Flux<CallUpdate> trackCalls(OutboundCallRequest request) {
		return trackCalls(request, CallTracking.defaults());
	}

	/**
	 * Place calls as {@link #startCalls} does, and follow them: accepted, in progress,
	 * ended with the transcript, and analysed where that is waited for. Their
	 * conversations are found by correlation id, else by number and time. Where
	 * application events are on, ends are told and the service is asked rarely; otherwise
	 * it is asked every 1 to 15 seconds, once for all calls of the request, within the
	 * account's limit. Looks that fail in passing are made up for by later ones.
	 * <p>
	 * An unknown outcome is a step here and no error: the calls are looked for all the
	 * same. Completes when every call is over or was not seen in time; ends with
	 * {@link ai.eigi.client.error.EigiAwaitTimeoutException EigiAwaitTimeoutException}
	 * when a call is not over in time; that an analysis did not come is no error.
	 * Cancelling stops following; it cannot stop the calls.
	 * @param request whom to call
	 * @param tracking how to follow
	 * @return the steps of all calls, each with its call
	 */
	default Flux<CallUpdate> trackCalls(OutboundCallRequest request, CallTracking tracking) {
		return Flux.error(() -> new UnsupportedOperationException("trackCalls"));
	}

}
