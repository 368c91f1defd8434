import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import software.amazon.event.ruler.JsonRuleCompiler;
import software.amazon.event.ruler.Machine;
import software.amazon.event.ruler.Patterns;

/** Reads {"pattern":"…","event":"…"} a line, and answers each with match, no or refused. */
class JudgePairs {
    public static void main(String[] arguments) throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            JsonNode pair = mapper.readTree(line);
            System.out.println(judge(pair.get("pattern").asText(), pair.get("event").asText()));
        }
    }

    private static String judge(String pattern, String event) throws Exception {
        List<Map<String, List<Patterns>>> branches;
        try {
            branches = JsonRuleCompiler.compile(pattern);
        } catch (Exception refused) {
            return "refused";
        }
        // A machine for each branch of its $or: where two of them share a field, one machine for all now and then
        // overlooks the second. The structured finder of 2.x overlooks a value outside of an array where the array has
        // the same path.
        for (Map<String, List<Patterns>> branch : branches) {
            Machine machine = Machine.builder().withStructuredMatching(false).build();
            machine.addPatternRule("rule", branch);
            if (!machine.rulesForJSONEvent(event).isEmpty()) return "match";
        }
        return "no";
    }
}
