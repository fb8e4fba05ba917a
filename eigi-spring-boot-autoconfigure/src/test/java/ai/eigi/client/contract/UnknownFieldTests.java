package ai.eigi.client.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;

import ai.eigi.client.EigiManagementOperations;
import ai.eigi.client.agent.Agent;
import ai.eigi.client.agent.AgentUpdate;
import ai.eigi.client.agent.AnalysisFieldType;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An agent is read, one thing in it is changed, and what was changed is written back:
 * whatever else the service said is still there, and nothing else is sent. The agents
 * have unknown fields in random places; the seed of a failure is told, and tried again by
 * putting it into the list.
 */
class UnknownFieldTests {

	private static final int ROUNDS = 150;

	private static final long FIRST_SEED = 20_251_205;

	private static final String AGENT = """
			{"id":"a-1","agent_name":"Support",
			 "stt":{"provider_name":"DEEPGRAM","model_name":"nova-2","language":"en","params":{}},
			 "llm":{"provider_name":"CUSTOM_LLM","model_name":"m","params":{"temperature":0.5,"base_url":"https://llm.example",
			   "api_key":"sk-1","API_TYPE":"RESPONSES"}},
			 "tts":{"provider_name":"CARTESIA","model_name":"sonic-2","language":"en","voice_id":"v","params":{"speed":1.0}},
			 "sts":{"speech_to_speech_enabled":true,"provider_name":"OPENAI","model_name":"m","voice_id":"v","language":"en",
			   "params":{}},
			 "prompt":{"prompt_name":"greeter","prompt_version":3},
			 "call_analysis_prompt":{"prompt_name":"analysis","prompt_version":2},
			 "call_analysis_schema":{"mood":{"type":"str"}},
			 "tools":{"end_call":true,"transfer_call":{"transfer_phone_number":"+14155550123"},
			   "background_audio":{"audio_files":["env1.wav"],"default_volume":0.2},
			   "user_idle":{"idle_timeout_seconds":10,"max_retry_count":3}},
			 "widget_config":{"widget_interface":{},"widget_avatar":{}}}""";

	private static final List<Edit> EDITS = List.of(
			new Edit("stt", (agent) -> update().stt(agent.stt().withLanguage("hi")),
					(stt) -> stt.put("language", "hi")),
			new Edit("llm", (agent) -> update().llm(agent.llm().withTemperature(0.25)),
					(llm) -> ((ObjectNode) llm.get("params")).put("temperature", 0.25)),
			new Edit("llm", (agent) -> update().llm(agent.llm().withModel("n")), (llm) -> llm.put("model_name", "n")),
			new Edit("tts", (agent) -> update().tts(agent.tts().withVoiceId("w")), (tts) -> tts.put("voice_id", "w")),
			new Edit("tts", (agent) -> update().tts(agent.tts().withSpeed(1.5)),
					(tts) -> ((ObjectNode) tts.get("params")).put("speed", 1.5)),
			new Edit("sts", (agent) -> update().sts(agent.sts().withEnabled(false)),
					(sts) -> sts.put("speech_to_speech_enabled", false)),
			new Edit("prompt", (agent) -> update().prompt(agent.prompt().withVersion(7)),
					(prompt) -> prompt.put("prompt_version", 7)),
			new Edit("call_analysis_prompt",
					(agent) -> update().callAnalysisPrompt(agent.callAnalysisPrompt().withCustomPrompt("Sum up")),
					(prompt) -> prompt.put("custom_prompt", "Sum up")),
			new Edit("call_analysis_schema",
					(agent) -> update()
						.callAnalysisSchema(agent.callAnalysisSchema().withField("age", AnalysisFieldType.INTEGER)),
					(schema) -> schema.putObject("age").put("type", "int")),
			new Edit("tools", (agent) -> update().tools(agent.tools().withEndCall(false)),
					(tools) -> tools.put("end_call", false)),
			new Edit("tools",
					(agent) -> update().tools(agent.tools().withUserIdle(agent.tools().userIdle().withMaxRetries(5))),
					(tools) -> ((ObjectNode) tools.get("user_idle")).put("max_retry_count", 5)),
			new Edit("tools",
					(agent) -> update()
						.tools(agent.tools().withBackgroundAudio(agent.tools().backgroundAudio().withVolume(0.5))),
					(tools) -> ((ObjectNode) tools.get("background_audio")).put("default_volume", 0.5)),
			new Edit("widget_config", (agent) -> update().widget(agent.widget().with("x_new", List.of(1))),
					(widget) -> widget.putArray("x_new").add(1)));

	@RegisterExtension
	static final EigiServer server = new EigiServer();

	@Test
	void whatIsNotKnownSurvivesReadingAndWriting() {
		EigiManagementOperations management = server.management();
		for (long seed = FIRST_SEED; seed < FIRST_SEED + ROUNDS; seed++) {
			Random random = new Random(seed);
			ObjectNode agent = randomAgent(random);
			Edit edit = EDITS.get(random.nextInt(EDITS.size()));
			ObjectNode expected = agent.get(edit.field()).deepCopy().asObject();
			edit.expectation().accept(expected);

			server.wireMock().resetAll();
			server.answersJson(agent.toString());
			management.getAgent("a-1")
				.flatMap((read) -> management.updateAgent("a-1", edit.change().apply(read).build()))
				.block();

			JsonNode sent = Fixture.JSON.readTree(patch().getBody());
			assertThat(sent.propertyNames()).as("fields sent; seed %d", seed).containsExactly(edit.field());
			assertThat(sent.get(edit.field())).as("seed %d of %s", seed, agent).isEqualTo(expected);
		}
	}

	@Test
	void nothingIsNullThatTheServiceDocuments() {
		server.answersJson("""
				{"id":"a-1",
				 "stt":{"provider_name":"P","model_name":"m","language":"en","params":null},
				 "llm":{"provider_name":"P","model_name":"m","params":{"temperature":null,"api_key":null,"x_new":null}},
				 "prompt":{"prompt_name":"p","prompt_version":null,"prompt_content":"text"},
				 "tools":{"transfer_call":null,"user_idle":{"max_retry_count":null},"x_new":null}}""");
		EigiManagementOperations management = server.management();
		management.getAgent("a-1")
			.flatMap((agent) -> management.updateAgent("a-1",
					update().stt(agent.stt()).llm(agent.llm()).prompt(agent.prompt()).tools(agent.tools()).build()))
			.block();
		assertThat(Fixture.JSON.readTree(patch().getBody())).isEqualTo(Fixture.JSON.readTree("""
				{"stt":{"provider_name":"P","model_name":"m","language":"en"},
				 "llm":{"provider_name":"P","model_name":"m","params":{"x_new":null}},
				 "prompt":{"prompt_name":"p"},
				 "tools":{"user_idle":{},"x_new":null}}"""));
	}

	@Test
	void rawMapOfAnAgentCanBeSentBack() {
		server.answersJson(AGENT);
		EigiManagementOperations management = server.management();
		management.getAgent("a-1")
			.flatMap((agent) -> management.updateAgent("a-1", update().with("tools", agent.raw().get("tools")).build()))
			.block();
		assertThat(Fixture.JSON.readTree(patch().getBody()).get("tools"))
			.isEqualTo(Fixture.JSON.readTree(AGENT).get("tools"));
	}

	private static AgentUpdate.Builder update() {
		return AgentUpdate.builder();
	}

	private static LoggedRequest patch() {
		return server.requests()
			.stream()
			.filter((request) -> request.getMethod().equals(RequestMethod.PATCH))
			.findFirst()
			.orElseThrow();
	}

	private static ObjectNode randomAgent(Random random) {
		ObjectNode agent = Fixture.JSON.readTree(AGENT).asObject();
		List<ObjectNode> places = new ArrayList<>();
		collect(agent, places);
		// every field of a schema is known: it is the user's
		places.remove(agent.get("call_analysis_schema"));
		int count = 3 + random.nextInt(20);
		for (int i = 0; i < count; i++) {
			places.get(random.nextInt(places.size())).set("x_" + random.nextInt(1000), randomValue(random, 3));
		}
		return agent;
	}

	private static void collect(JsonNode node, List<ObjectNode> places) {
		if (node instanceof ObjectNode object) {
			places.add(object);
			object.forEach((child) -> collect(child, places));
		}
	}

	private static JsonNode randomValue(Random random, int depth) {
		return switch (random.nextInt((depth > 0) ? 9 : 7)) {
			case 0 -> Fixture.JSON.readTree("null");
			case 1 -> Fixture.JSON.readTree(String.valueOf(random.nextBoolean()));
			case 2 -> Fixture.JSON.readTree(String.valueOf(random.nextInt()));
			case 3 -> Fixture.JSON.readTree(String.valueOf(random.nextLong()));
			case 4 -> Fixture.JSON.readTree(1 + random.nextInt(8) + "2345678901234567890123456789");
			case 5 -> Fixture.JSON.readTree(String.valueOf(random.nextInt(1000) / 8.0));
			case 6 -> Fixture.JSON.readTree("\"" + "text with \\u0000 and \\ud83d\\ude00 ".substring(random.nextInt(9))
					+ random.nextInt() + "\"");
			case 7 -> randomObject(random, depth);
			default -> randomArray(random, depth);
		};
	}

	private static JsonNode randomObject(Random random, int depth) {
		ObjectNode object = Fixture.JSON.createObjectNode();
		for (int i = random.nextInt(4); i > 0; i--) {
			object.set("y_" + i, randomValue(random, depth - 1));
		}
		return object;
	}

	private static JsonNode randomArray(Random random, int depth) {
		ArrayNode array = Fixture.JSON.createArrayNode();
		for (int i = random.nextInt(4); i > 0; i--) {
			array.add(randomValue(random, depth - 1));
		}
		return array;
	}

	/**
	 * A change of one thing, and what it makes of the field as the service wrote it.
	 */
	private record Edit(String field, Function<Agent, AgentUpdate.Builder> change, Consumer<ObjectNode> expectation) {

	}

}
