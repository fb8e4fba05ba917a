package ai.eigi.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import ai.eigi.client.EigiClient;
import ai.eigi.client.EigiManagementOperations;
import ai.eigi.client.EigiOperations;
import ai.eigi.client.agent.Agent;
import ai.eigi.client.agent.AgentQuery;
import ai.eigi.client.call.OutboundCallRequest;
import ai.eigi.client.call.UnknownOutcomePolicy;
import ai.eigi.client.catalog.VoiceQuery;
import ai.eigi.client.chat.ChatRequest;
import ai.eigi.client.chat.ChatSessionQuery;
import ai.eigi.client.chat.ChatStream;
import ai.eigi.client.conversation.Conversation;
import ai.eigi.client.conversation.ConversationQuery;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * A mix of operations as several applications would make it together, well-behaved and
 * otherwise: some readers are slow, some leave.
 */
final class SoakLoad {

	private static final String AGENT = "68ea2517dbb84c09bae1ba0a";

	private final EigiOperations operations;

	private final EigiManagementOperations management;

	private final AtomicInteger numbers = new AtomicInteger(1_000_000);

	private volatile String conversation = "unknown";

	private volatile String agent = AGENT;

	private final List<Supplier<Mono<Void>>> mix = List.of(this::stream, this::stream, this::stream, this::stream,
			this::streamAndLeave, this::streamAndLeave, this::streamAndNeverRead, this::readSlowly, this::chat,
			this::talk, this::openAndCancel, this::dial, this::dial, this::place, this::track, this::await,
			this::conversation, this::conversations, this::sessions, this::manage, this::giveUpSoon);

	SoakLoad(EigiClient client) {
		this.operations = client.operations();
		this.management = client.management();
	}

	/**
	 * An operation by chance.
	 */
	Mono<Void> next() {
		return this.mix.get(ThreadLocalRandom.current().nextInt(this.mix.size())).get();
	}

	private ChatRequest message() {
		return ChatRequest.of(this.agent, "What are your opening hours?");
	}

	private String number() {
		return "+1415" + this.numbers.incrementAndGet();
	}

	private Mono<Void> stream() {
		return this.operations.streamChat(message()).then();
	}

	private Mono<Void> streamAndLeave() {
		return this.operations.streamChat(message()).take(ThreadLocalRandom.current().nextInt(1, 10)).then();
	}

	private Mono<Void> streamAndNeverRead() {
		return this.operations.openChatStream(message()).then();
	}

	private Mono<Void> readSlowly() {
		return this.operations.streamChat(message())
			.limitRate(1)
			.concatMap((text) -> Mono.delay(Duration.ofMillis(10), Schedulers.parallel()), 1)
			.then();
	}

	private Mono<Void> chat() {
		return this.operations.chat(message()).then();
	}

	private Mono<Void> talk() {
		return this.operations.firstMessage(this.agent)
			.flatMap((first) -> this.operations.chatWith(this.agent, first.sessionId()).send("And on Sundays?"))
			.then();
	}

	private Mono<Void> openAndCancel() {
		return this.operations.openChatStream(message()).doOnNext(ChatStream::cancel).then();
	}

	private Mono<Void> dial() {
		return this.operations.startCalls(OutboundCallRequest.of(this.agent, number())).then();
	}

	private Mono<Void> place() {
		return this.operations
			.placeCalls(OutboundCallRequest.of(this.agent, number()),
					UnknownOutcomePolicy.resolve(Duration.ofSeconds(1)))
			.then();
	}

	private Mono<Void> track() {
		return this.operations.trackCalls(OutboundCallRequest.of(this.agent, number()))
			.timeout(Duration.ofSeconds(5))
			.then();
	}

	private Mono<Void> await() {
		return this.operations.awaitConversation(this.conversation, Duration.ofSeconds(2)).then();
	}

	private Mono<Void> conversation() {
		return this.operations.getConversation(this.conversation).then();
	}

	private Mono<Void> conversations() {
		return this.operations.allConversations(ConversationQuery.builder().pageSize(20).build())
			.take(70)
			.map(Conversation::id)
			.doOnNext((id) -> this.conversation = id)
			.then();
	}

	private Mono<Void> sessions() {
		return this.operations.allChatSessions(ChatSessionQuery.all()).take(30).then();
	}

	private Mono<Void> manage() {
		return Flux
			.concat(this.management.listVoices(VoiceQuery.of("elevenlabs")), this.management.getProviders(),
					this.management.getMobileNumbers())
			.thenMany(this.management.allAgents(AgentQuery.all()))
			.mapNotNull(Agent::id)
			.doOnNext((id) -> this.agent = id)
			.then();
	}

	private Mono<Void> giveUpSoon() {
		return this.operations.chat(message())
			.timeout(Duration.ofMillis(ThreadLocalRandom.current().nextInt(1, 60)))
			.then();
	}

}
