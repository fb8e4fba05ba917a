package ai.eigi.client.contract;

import ai.eigi.client.EigiOperations;
import ai.eigi.client.call.OutboundCallRequest;
import ai.eigi.client.chat.ChatRequest;
import ai.eigi.client.conversation.ConversationQuery;
import reactor.core.publisher.Mono;

/**
 * One request of every kind that the retry rules tell apart, with data that must not
 * leak.
 */
enum Sample {

	READ {

		@Override
		Mono<?> send(EigiOperations operations) {
			return operations.getConversation("conversation-1");
		}

	},

	LIST {

		@Override
		Mono<?> send(EigiOperations operations) {
			return operations.listConversations(ConversationQuery.builder().search(MESSAGE).build());
		}

	},

	CHAT {

		@Override
		Mono<?> send(EigiOperations operations) {
			return operations.chat(ChatRequest.of("agent-1", MESSAGE));
		}

	},

	STREAM {

		@Override
		Mono<?> send(EigiOperations operations) {
			return operations.streamChat(ChatRequest.of("agent-1", MESSAGE)).collectList();
		}

	},

	FIRST_MESSAGE {

		@Override
		Mono<?> send(EigiOperations operations) {
			return operations.firstMessage("agent-1");
		}

	},

	DIAL {

		@Override
		Mono<?> send(EigiOperations operations) {
			return operations.startCalls(OutboundCallRequest.of("agent-1", NUMBER));
		}

	};

	static final String NUMBER = "+14155550123";

	static final String MESSAGE = "My secret wish is a purple elephant";

	abstract Mono<?> send(EigiOperations operations);

	boolean onlyReads() {
		return this == READ || this == LIST;
	}

	boolean dials() {
		return this == DIAL;
	}

	/**
	 * What a server may repeat of the request, its key included.
	 */
	String echo() {
		String text = (this == LIST || this == CHAT || this == STREAM) ? MESSAGE : "as it is";
		return "Invalid API key %s for %s: %s".formatted(EigiServer.API_KEY, NUMBER, text);
	}

}
