package ai.eigi.webhook;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import java.util.zip.CRC32;

import ai.eigi.client.error.EigiConfigurationException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * A file of lines that survives being killed in the middle of a write: lines are added at
 * its end and forced to the disk, each with a checksum, and what is not a whole line when
 * the file is opened was never promised to anybody. Rewritten by putting a new file in
 * its place.
 * <p>
 * Not a {@link FileChannel}: that would be closed for good by the first interrupted
 * thread that writes.
 */
final class EventJournal implements Closeable {

	private static final Log logger = LogFactory.getLog(FileConversationEventStore.class);

	private static final String HEADER = "eigi-conversation-events 1\n";

	private final Path path;

	private RandomAccessFile file;

	private long length;

	private int lines;

	private boolean closed;

	private EventJournal(Path path, RandomAccessFile file) {
		this.path = path;
		this.file = file;
	}

	/**
	 * Open a journal, or begin it.
	 * @param path the file
	 * @param line receives each whole line, and throws {@code IllegalArgumentException}
	 * for one it cannot read
	 */
	static EventJournal open(Path path, Consumer<String> line) throws IOException {
		byte[] bytes = Files.exists(path) ? Files.readAllBytes(path) : new byte[0];
		String text = new String(bytes, StandardCharsets.US_ASCII);
		boolean begun = text.startsWith(HEADER);
		if (!begun && !HEADER.startsWith(text)) {
			throw new EigiConfigurationException("eigi.webhook.store.file",
					"eigi.webhook.store.file names a file that is not one of conversation events.",
					"Name another file, or remove that one.");
		}
		EventJournal journal = new EventJournal(path, new RandomAccessFile(path.toFile(), "rw"));
		try {
			if (begun) {
				journal.length = journal.read(text, line);
				journal.file.setLength(journal.length);
			}
			else {
				journal.file.setLength(0);
				journal.write(HEADER);
				forceDirectory(path);
			}
			return journal;
		}
		catch (IOException | RuntimeException ex) {
			journal.file.close();
			throw ex;
		}
	}

	/**
	 * Read all whole lines.
	 * @return where the last of them ends
	 */
	private long read(String text, Consumer<String> consumer) {
		int damaged = 0;
		int start = HEADER.length();
		int end;
		while ((end = text.indexOf('\n', start)) >= 0) {
			String line = text.substring(start, end);
			start = end + 1;
			this.lines++;
			damaged += accept(line, consumer) ? 0 : 1;
		}
		if (damaged > 0) {
			logger.warn(damaged + " lines of the file of conversation events are damaged and were left out. Events "
					+ "they told of may be published again.");
		}
		return start;
	}

	private static boolean accept(String line, Consumer<String> consumer) {
		int space = line.indexOf(' ');
		if (space < 0 || !line.substring(0, space).equals(checksum(line.substring(space + 1)))) {
			return false;
		}
		try {
			consumer.accept(line.substring(space + 1));
			return true;
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	void append(String line) throws IOException {
		write(summed(line));
		this.lines++;
	}

	private void write(String text) throws IOException {
		requireOpen();
		byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
		try {
			this.file.seek(this.length);
			this.file.write(bytes);
			this.file.getFD().sync();
			this.length += bytes.length;
		}
		catch (IOException ex) {
			cutOff();
			throw ex;
		}
	}

	/**
	 * Remove what a failed write left.
	 */
	private void cutOff() {
		try {
			this.file.setLength(this.length);
		}
		catch (IOException ex) {
			logger.debug("A failed write could not be removed; the next write goes over it.", ex);
		}
	}

	int lines() {
		return this.lines;
	}

	/**
	 * Put other lines in the place of all.
	 */
	void rewrite(Iterable<String> newLines) throws IOException {
		requireOpen();
		Path next = this.path.resolveSibling(this.path.getFileName() + ".new");
		StringBuilder text = new StringBuilder(HEADER);
		int count = 0;
		for (String line : newLines) {
			text.append(summed(line));
			count++;
		}
		byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
		try (RandomAccessFile written = new RandomAccessFile(next.toFile(), "rw")) {
			written.setLength(0);
			written.write(bytes);
			written.getFD().sync();
		}
		// closed first: not every system replaces a file that is open
		this.file.close();
		try {
			Files.move(next, this.path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
			this.length = bytes.length;
			this.lines = count;
		}
		finally {
			this.file = new RandomAccessFile(this.path.toFile(), "rw");
		}
		forceDirectory(this.path);
	}

	private static void forceDirectory(Path path) {
		Path directory = path.toAbsolutePath().getParent();
		try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
			channel.force(true);
		}
		catch (IOException ex) {
			// not every system can; there a new name may come a moment later than its
			// file
			logger.trace("A directory cannot be forced.", ex);
		}
	}

	private static String summed(String line) {
		return checksum(line) + " " + line + "\n";
	}

	private static String checksum(String line) {
		CRC32 crc = new CRC32();
		crc.update(line.getBytes(StandardCharsets.US_ASCII));
		return Long.toHexString(crc.getValue());
	}

	private void requireOpen() throws IOException {
		if (this.closed) {
			throw new IOException("The file of conversation events is closed");
		}
	}

	@Override
	public void close() throws IOException {
		this.closed = true;
		this.file.close();
	}

}
