package ai.eigi.client.conversation;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import ai.eigi.client.error.EigiAwaitTimeoutException;
import ai.eigi.client.error.EigiPermitTimeoutException;
import ai.eigi.client.paging.Page;
import ai.eigi.client.paging.PageWalk;
import ai.eigi.client.transport.ApiCall;
import ai.eigi.client.transport.ApiTransport;
import ai.eigi.client.transport.Effect;
import ai.eigi.client.transport.PollPace;
import ai.eigi.client.transport.Require;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The conversations of the service. Applications use {@code EigiOperations}.
 *
 * @since 0.1.0
 */
public final class ConversationApi {

	private static final String PATH = "/v1/public/conversations";

	private static final int DEFAULT_PAGE_SIZE = 10;

	private static final int LARGEST_PAGE_SIZE = 100;

	private static final PollPace PACE = new PollPace(Duration.ofSeconds(1), Duration.ofSeconds(15));

	// the end is told; looking only finds what was told to nobody
	private static final PollPace PACE_WHEN_TOLD = new PollPace(Duration.ofSeconds(1), Duration.ofSeconds(60));

	private static final Duration LONGEST_WAIT = Duration.ofDays(365);

	private static final DateTimeFormatter TIME_OF_DAY = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

	private final ApiTransport transport;

	private final @Nullable ConversationFeed feed;

	/**
	 * Create the API.
	 * @param transport sends the requests
	 * @param feed tells of conversations that ended, if somebody does
	 */
	public ConversationApi(ApiTransport transport, @Nullable ConversationFeed feed) {
		this.transport = transport;
		this.feed = feed;
	}

	/**
	 * Read a conversation.
	 * @param conversationId its id
	 * @return the conversation
	 */
	public Mono<Conversation> get(String conversationId) {
		Objects.requireNonNull(conversationId, "'conversationId' must not be null");
		return get("getConversation", conversationId);
	}

	/**
	 * Read a conversation on behalf of another operation.
	 * @param operation name of the operation
	 * @param conversationId its id
	 * @return the conversation
	 */
	public Mono<Conversation> get(String operation, String conversationId) {
		return Mono.defer(() -> {
			Require.that(operation).id("conversationId", conversationId);
			return this.transport.exchange(ApiCall.get(operation, Effect.READ, PATH + "/{conversation_id}")
				.variable("conversation_id", conversationId), Conversation::from);
		});
	}

	/**
	 * Read one page.
	 * @param query which conversations
	 * @return the page
	 */
	public Mono<Page<Conversation>> list(ConversationQuery query) {
		Objects.requireNonNull(query, "'query' must not be null");
		int size = (query.pageSize() != null) ? query.pageSize() : DEFAULT_PAGE_SIZE;
		return Mono.defer(() -> {
			query.check("listConversations", size);
			return page("listConversations", query, query.page(), size, query.createdTo());
		});
	}

	/**
	 * Read all pages, lazily.
	 * @param query which conversations
	 * @return the conversations, newest first
	 */
	public Flux<Conversation> all(ConversationQuery query) {
		Objects.requireNonNull(query, "'query' must not be null");
		return all("allConversations", query);
	}

	/**
	 * Read all pages, lazily, on behalf of another operation.
	 * @param operation name of the operation
	 * @param query which conversations
	 * @return the conversations, newest first
	 */
	public Flux<Conversation> all(String operation, ConversationQuery query) {
		int size = (query.pageSize() != null) ? query.pageSize() : LARGEST_PAGE_SIZE;
		return Flux.defer(() -> {
			query.check(operation, size);
			AtomicReference<@Nullable Instant> newest = new AtomicReference<>(query.createdTo());
			return PageWalk.from(query.page(),
					(number) -> page(operation, query, number, size, newest.get()).doOnNext((page) -> {
						if (newest.get() == null && query.page() == 1) {
							newest.set(newest(page));
						}
					}), Conversation::id);
		});
	}

	/**
	 * The end of the second in which the newest conversation was created, by the
	 * service's own clock: what is created later does not shift the following pages, and
	 * a service that reads whole seconds loses nothing.
	 */
	private static @Nullable Instant newest(Page<Conversation> page) {
		return page.items()
			.stream()
			.map(Conversation::createdAt)
			.filter(Objects::nonNull)
			.max(Instant::compareTo)
			.map((created) -> created.plusSeconds(1).truncatedTo(ChronoUnit.SECONDS))
			.orElse(null);
	}

	private Mono<Page<Conversation>> page(String operation, ConversationQuery query, int number, int size,
			@Nullable Instant createdTo) {
		ApiCall call = ApiCall.get(operation, Effect.READ, PATH)
			.query("page", number)
			.query("page_size", size)
			.query("search", query.search())
			.query("conversation_id", query.conversationId())
			.query("agent_id", query.agentId())
			.query("conversation_type", query.type())
			.query("calling_type", query.callingType())
			.query("conversation_status", query.status())
			.query("from_date", query.createdFrom())
			.query("to_date", createdTo)
			.query("from_time", (query.fromTime() != null) ? TIME_OF_DAY.format(query.fromTime()) : null)
			.query("to_time", (query.toTime() != null) ? TIME_OF_DAY.format(query.toTime()) : null)
			.query("timezone_offset", minutes(query));
		if (query.search() != null) {
			call.confidential(query.search());
		}
		return this.transport.exchange(call,
				(wire) -> Page.from(wire, Conversation::from, number, size, "conversations", "data"));
	}

	private static @Nullable Integer minutes(ConversationQuery query) {
		ZoneOffset offset = query.zoneOffset();
		boolean needed = query.fromTime() != null || query.toTime() != null;
		return (offset != null && needed) ? offset.getTotalSeconds() / 60 : null;
	}

	/**
	 * Read a conversation again and again until its status is final.
	 * @param conversationId its id
	 * @param atMost how long to wait
	 * @return the conversation; or {@link EigiAwaitTimeoutException}
	 */
	public Mono<Conversation> await(String conversationId, Duration atMost) {
		Objects.requireNonNull(conversationId, "'conversationId' must not be null");
		Objects.requireNonNull(atMost, "'atMost' must not be null");
		String operation = "awaitConversation";
		return Mono.defer(() -> {
			Require.that(operation)
				.id("conversationId", conversationId)
				.valid(!atMost.isNegative() && !atMost.isZero() && atMost.compareTo(LONGEST_WAIT) <= 0, "atMost",
						"must be more than zero and at most 365 days");
			AtomicReference<@Nullable String> lastStatus = new AtomicReference<>();
			return Mono.firstWithSignal(told(conversationId), poll(operation, conversationId, lastStatus))
				.timeout(atMost, Mono
					.error(() -> new EigiAwaitTimeoutException(operation, conversationId, lastStatus.get(), atMost)),
						this.transport.scheduler());
		});
	}

	/**
	 * The conversation as soon as somebody tells of its end.
	 */
	private Mono<Conversation> told(String conversationId) {
		return (this.feed != null) ? this.feed.ended()
			.filter((conversation) -> conversationId.equals(conversation.id()))
			.next()
			.onErrorComplete()
			.switchIfEmpty(Mono.never()) : Mono.never();
	}

	private Mono<Conversation> poll(String operation, String conversationId,
			AtomicReference<@Nullable String> lastStatus) {
		// a look whose turn does not come in time is taken later
		PollPace pace = (this.feed != null) ? PACE_WHEN_TOLD : PACE;
		return get(operation, conversationId).doOnNext((conversation) -> lastStatus.set(statusOf(conversation)))
			.onErrorResume(EigiPermitTimeoutException.class, (ex) -> Mono.empty())
			.filter(ConversationApi::isOver)
			.repeatWhenEmpty(Integer.MAX_VALUE,
					(rounds) -> rounds.concatMap((round) -> this.transport.delay(pace.after(round)), 1));
	}

	private static boolean isOver(Conversation conversation) {
		return conversation.status() != null && conversation.status().isFinal();
	}

	private static @Nullable String statusOf(Conversation conversation) {
		return (conversation.status() != null) ? conversation.status().value() : null;
	}

}
