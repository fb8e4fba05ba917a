package ai.eigi.client;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.List;

import ai.eigi.client.agent.Agent;
import ai.eigi.client.agent.AgentCategory;
import ai.eigi.client.agent.AgentDefinition;
import ai.eigi.client.agent.AgentPrompt;
import ai.eigi.client.agent.AgentQuery;
import ai.eigi.client.agent.AgentTools;
import ai.eigi.client.agent.AgentType;
import ai.eigi.client.agent.AgentUpdate;
import ai.eigi.client.agent.AnalysisFieldType;
import ai.eigi.client.agent.BackgroundAudio;
import ai.eigi.client.agent.CallAnalysisPrompt;
import ai.eigi.client.agent.CallAnalysisSchema;
import ai.eigi.client.agent.DeletedAgent;
import ai.eigi.client.agent.DynamicVariable;
import ai.eigi.client.agent.DynamicVariableType;
import ai.eigi.client.agent.DynamicVariables;
import ai.eigi.client.agent.LanguageModel;
import ai.eigi.client.agent.LlmApiType;
import ai.eigi.client.agent.MediaFile;
import ai.eigi.client.agent.ScheduleCall;
import ai.eigi.client.agent.SetLanguage;
import ai.eigi.client.agent.SpeechToSpeech;
import ai.eigi.client.agent.SpeechToText;
import ai.eigi.client.agent.TextToSpeech;
import ai.eigi.client.agent.TransferCall;
import ai.eigi.client.agent.UserIdle;
import ai.eigi.client.agent.WidgetConfig;
import ai.eigi.client.call.CallMode;
import ai.eigi.client.call.CallRecipient;
import ai.eigi.client.call.CallResolution;
import ai.eigi.client.call.CallTracking;
import ai.eigi.client.call.CallUpdate;
import ai.eigi.client.call.CallVerdict;
import ai.eigi.client.call.OutboundCallRequest;
import ai.eigi.client.call.OutboundCallResult;
import ai.eigi.client.call.ResolvedCall;
import ai.eigi.client.call.UnknownOutcomePolicy;
import ai.eigi.client.catalog.MobileNumber;
import ai.eigi.client.catalog.MobileNumbers;
import ai.eigi.client.catalog.Providers;
import ai.eigi.client.catalog.Voice;
import ai.eigi.client.catalog.VoiceGender;
import ai.eigi.client.catalog.VoiceQuery;
import ai.eigi.client.chat.ChatReply;
import ai.eigi.client.chat.ChatRequest;
import ai.eigi.client.chat.ChatSession;
import ai.eigi.client.chat.ChatSessionQuery;
import ai.eigi.client.chat.ChatSessionSummary;
import ai.eigi.client.chat.FirstMessage;
import ai.eigi.client.conversation.CallingType;
import ai.eigi.client.conversation.Conversation;
import ai.eigi.client.conversation.ConversationQuery;
import ai.eigi.client.conversation.ConversationStatus;
import ai.eigi.client.conversation.ConversationType;
import ai.eigi.client.conversation.Message;
import ai.eigi.client.conversation.MessageRole;
import ai.eigi.client.conversation.TelephonyProvider;
import ai.eigi.client.error.ApiAnswer;
import ai.eigi.client.error.CallAttempt;
import ai.eigi.client.error.CallReference;
import ai.eigi.client.error.EigiInvalidRequestException;
import ai.eigi.client.paging.Page;
import ai.eigi.client.prompt.DeletedPrompt;
import ai.eigi.client.prompt.Prompt;
import ai.eigi.client.prompt.PromptDefinition;
import ai.eigi.client.prompt.PromptQuery;
import ai.eigi.client.prompt.PromptType;
import ai.eigi.client.prompt.PromptUpdate;
import ai.eigi.client.prompt.PromptVersion;
import ai.eigi.client.prompt.PromptVersions;
import ai.eigi.client.transport.WireValue;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;
import org.springframework.util.ClassUtils;

/**
 * What a native image must know of the values of the client. The client itself reads and
 * writes maps; these hints are for applications that have values written as JSON, take an
 * open value as a request parameter or property, or store an attempt of calls.
 */
class EigiClientRuntimeHints implements RuntimeHintsRegistrar {

	private static final List<Class<? extends WireValue>> OPEN_VALUES = List.of(AgentCategory.class, AgentType.class,
			AnalysisFieldType.class, CallingType.class, ConversationStatus.class, ConversationType.class,
			DynamicVariableType.class, LlmApiType.class, MessageRole.class, PromptType.class, TelephonyProvider.class,
			VoiceGender.class);

	private static final List<Class<?>> VALUES = List.of(Agent.class, AgentDefinition.class, AgentPrompt.class,
			AgentQuery.class, AgentTools.class, AgentUpdate.class, BackgroundAudio.class, CallAnalysisPrompt.class,
			CallAnalysisSchema.class, DeletedAgent.class, DynamicVariable.class, DynamicVariables.class,
			LanguageModel.class, MediaFile.class, ScheduleCall.class, SetLanguage.class, SpeechToSpeech.class,
			SpeechToText.class, TextToSpeech.class, TransferCall.class, UserIdle.class, WidgetConfig.class,
			CallMode.class, CallRecipient.class, CallResolution.class, CallTracking.class, CallUpdate.class,
			CallUpdate.Stage.class, CallVerdict.class, OutboundCallRequest.class, OutboundCallResult.class,
			OutboundCallResult.RecipientResult.class, ResolvedCall.class, ResolvedCall.Evidence.class,
			UnknownOutcomePolicy.class, MobileNumber.class, MobileNumbers.class, Providers.class, Voice.class,
			VoiceQuery.class, ChatReply.class, ChatRequest.class, ChatSession.class, ChatSessionQuery.class,
			ChatSessionSummary.class, FirstMessage.class, Conversation.class, ConversationQuery.class, Message.class,
			ApiAnswer.class, CallAttempt.class, CallReference.class, EigiInvalidRequestException.FieldError.class,
			Page.class, DeletedPrompt.class, Prompt.class, PromptDefinition.class, PromptQuery.class,
			PromptUpdate.class, PromptVersion.class, PromptVersions.class, EigiClientStatus.class,
			EigiClientStatus.LastFailure.class, EigiFailureKind.class);

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		ReflectionHints reflection = hints.reflection();
		new BindingReflectionHintsRegistrar().registerReflectionHints(reflection, VALUES.toArray(Type[]::new));
		OPEN_VALUES.forEach((type) -> registerOpenValue(reflection, type));
		registerSerialization(reflection);
	}

	/**
	 * Spring converts from text with the factory method.
	 */
	private static void registerOpenValue(ReflectionHints reflection, Class<? extends WireValue> type) {
		Method factory = ClassUtils.getMethod(type, "of", String.class);
		reflection.registerMethod(factory, ExecutableMode.INVOKE);
		new BindingReflectionHintsRegistrar().registerReflectionHints(reflection, type);
	}

	private static void registerSerialization(ReflectionHints reflection) {
		reflection.registerJavaSerialization(CallAttempt.class);
		reflection.registerJavaSerialization(CallReference.class);
		reflection.registerJavaSerialization(Instant.class);
		// how the JDK writes the instant and the list
		reflection.registerType(TypeReference.of("java.time.Ser"), (type) -> type.withJavaSerialization(true));
		reflection.registerType(TypeReference.of("java.util.CollSer"), (type) -> type.withJavaSerialization(true));
	}

}
