package ai.eigi.example.servlet;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import ai.eigi.simulator.ChunkStyle;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The application with virtual threads: from JDK 21 on, where a profile of the build adds
 * this class. No carrier thread may be held for long meanwhile.
 */
@TestPropertySource(properties = "spring.threads.virtual.enabled=true")
@TestInstance(Lifecycle.PER_CLASS)
class VirtualThreadTests extends ChatContract {

	private final List<RecordedEvent> pinned = new CopyOnWriteArrayList<>();

	private RecordingStream recording;

	@BeforeAll
	void record() throws IOException {
		takeEachPathOnce();
		this.recording = new RecordingStream();
		this.recording.enable("jdk.VirtualThreadPinned").withThreshold(Duration.ofMillis(20)).withStackTrace();
		this.recording.onEvent("jdk.VirtualThreadPinned", this.pinned::add);
		this.recording.startAsync();
	}

	/**
	 * Loading and initialising classes holds the carrier, and happens once.
	 */
	private void takeEachPathOnce() throws IOException {
		reset();
		everyByteArrives(ChunkStyle.WORD);
		for (String path : List.of("/chat/text", "/chat/events", "/chat/blocking")) {
			reset();
			browserThatLeavesClosesTheConnectionToEigi(path);
		}
		for (String path : List.of("/chat/text", "/chat/blocking")) {
			reset();
			textIsThereBeforeTheAnswerEnds(path);
			reset();
			brokenAnswerDoesNotLookWhole(path);
		}
		for (String path : List.of("/chat/text", "/chat/blocking", "/chat/whole")) {
			reset();
			errorBeforeTheFirstTextHasAStatus(path);
		}
		reset();
		eventStreamSaysHowItEnded();
		reset();
		heartbeatFindsOutThatTheBrowserHasLeftASilentAgent();
		reset();
		waitingOnTheRequestThreadWorks();
	}

	@AfterAll
	void noCarrierWasHeld() throws ReflectiveOperationException {
		// since JDK 20, and this is compiled for 17
		RecordingStream.class.getMethod("stop").invoke(this.recording);
		this.recording.close();
		assertThat(this.pinned).isEmpty();
	}

	@Override
	boolean virtual() {
		return true;
	}

}
