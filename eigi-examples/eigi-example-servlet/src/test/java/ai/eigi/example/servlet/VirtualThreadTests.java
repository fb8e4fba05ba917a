package ai.eigi.example.servlet;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The application with virtual threads: from JDK 21 on, where a profile of the build adds
 * this class. No carrier thread may be held for long meanwhile.
 */
@TestPropertySource(properties = "spring.threads.virtual.enabled=true")
class VirtualThreadTests extends ChatContract {

	private static final List<RecordedEvent> pinned = new CopyOnWriteArrayList<>();

	private static RecordingStream recording;

	@BeforeAll
	static void record() {
		recording = new RecordingStream();
		recording.enable("jdk.VirtualThreadPinned").withThreshold(Duration.ofMillis(20)).withStackTrace();
		recording.onEvent("jdk.VirtualThreadPinned", pinned::add);
		recording.startAsync();
	}

	@AfterAll
	static void noCarrierWasHeld() throws ReflectiveOperationException {
		// since JDK 20, and this is compiled for 17
		RecordingStream.class.getMethod("stop").invoke(recording);
		recording.close();
		assertThat(pinned).isEmpty();
	}

	@Override
	boolean virtual() {
		return true;
	}

}
