import { type TObject, type TProperties, Type } from '@sinclair/typebox';
import { anyMembers, date, members, text, url } from './payload-members';

const mobilePhone = members(
  {
    mdn: text("The phone number in E.164, or without country code, depending on the registration's API version."),
  },
  'The mobile phone.',
);

const person = members(
  {
    id: text("Vibes' id of the person."),
    person_key: text("Vibes' key of the person."),
    external_id: text('Your own id of the person, under its older name.'),
    external_person_id: text('Your own id of the person.'),
    url,
    mobile_phone: mobilePhone,
    mobile: members(
      { mdn: text('The phone number.'), carrier_code: text("Vibes' carrier id.") },
      'The mobile phone, in an older form.',
    ),
    custom_fields: anyMembers('Your own fields.'),
  },
  'Who it is about.',
);

const participant = members(
  {
    person,
    acquisition_campaign: members(
      {
        id: text('The id of the campaign.'),
        description: text('Its description.'),
        keyword: text('Its keyword.'),
        url,
      },
      'The acquisition campaign.',
    ),
    participation_date: date('When the participation began'),
    expire_date: date('When it expires'),
    status: text('`PENDING`, `CONFIRMED` or `REJECTED`; others may come.'),
  },
  'The participation.',
);

const pushDevice = members(
  {
    app_id: text('The app.'),
    vibes_device_id: text("Vibes' id of the device."),
    push_token: text("The platform's push token."),
    device_os: text('`ANDROID` or `IOS`.'),
    url,
  },
  'The device.',
);

const devicePerson = members(
  { person_id: text("Vibes' id of the person."), external_id: text('Your own id of the person.'), url },
  'Whose device it is.',
);

const list = { id: text('The id of the list.'), url };

const eventProcessed = members(
  {
    event_id: text('Your own id of the event. Several callbacks share it, so it does not identify this one.'),
    event_type: text('Your own type of it.'),
    event_data: anyMembers('What you sent.'),
    debug_data: anyMembers('What you sent for debugging.'),
    action: members(
      {
        type: text('What was done: `routing` and others.'),
        status: text('How it went.'),
        status_reason: text('Why.'),
        resource_url: text('The resource in the Platform API that did it.'),
      },
      'What Vibes did with it.',
    ),
  },
  'Your event.',
);

const subscription = members(
  {
    person,
    subscription_list: members(list, 'The list.'),
    opt_in_date: date('When the person opted in'),
    opt_out_date: date('When the person opted out (`subscription_removed`)'),
    opt_out_reason: text(
      'Why (`subscription_removed`): `user_opt_out`, `keyword_opt_out` and others (wire contract §4).',
    ),
  },
  'The subscription.',
);

const unmatchedMessage = {
  participant: members(
    { mdn: text('The phone number of the sender.'), carrier_id: text("Vibes' carrier id.") },
    'Who sent it.',
  ),
  source_code: members(
    {
      company_key: text('Your company.'),
      code: text('The code it was sent to.'),
      country_code: text('The country of the code.'),
      code_type: text('`SC`; others may come.'),
      default_response: text('The reply to such messages.'),
      response_sent: Type.Optional(
        Type.Union([Type.Boolean(), Type.Null()], { description: 'Whether it was answered.' }),
      ),
    },
    'The code it was sent to.',
  ),
  message: text('The text.'),
  message_id: text('The id of the message.'),
  txn_id: text('The id of the transaction.'),
  receipt_date: date('When it was received'),
};

const walletItem = {
  wallet_instance: members(
    {
      registered_at: date('When it was installed'),
      unregistered_at: date('When it was removed'),
      wallet_instance_uid: text('The id of the installed item.'),
      provider: text('`google`, `apple`.'),
    },
    'The item on a device.',
  ),
  wallet_item: members(
    {
      uuid: text('Your own id of the item.'),
      wallet_object_uid: text("Vibes' id of the item."),
      expiration_date: date('When it expires'),
      tokens: anyMembers('The values of its fields.'),
      url,
    },
    'The item.',
  ),
  wallet_campaign: members(
    { wallet_campaign_uid: text('The id of the campaign.'), token: text('Its token.'), url },
    'The wallet campaign.',
  ),
};

function payload<T extends TProperties>(properties: T) {
  return Type.Object(
    {
      event_id: Type.Union([Type.String(), Type.Number()], { description: 'Identifies the callback: `data.eventId`.' }),
      callback_type: text('The type.'),
      event_type: text('The same by its deprecated name.'),
      event_date: date('When it happened'),
      delivery_attempt: Type.Optional(
        Type.Union([Type.String(), Type.Number(), Type.Null()], { description: '`metadata.attempt`, as it was sent.' }),
      ),
      ...properties,
    },
    { additionalProperties: true },
  );
}

const participantPayload = payload({ participant });
const personPayload = payload({ person });
const devicePayload = payload({ person: devicePerson, push_device: pushDevice });
const subscriptionPayload = payload({ subscription });
const subscriptionListPayload = payload({
  subscription_list: members({ ...list, name: text('Its name.') }, 'The list.'),
});
const walletPayload = payload(walletItem);

/** `payload` of a `Platform Event`, by its type. New types come without notice. */
export const platformPayloads = {
  ack_participant_added: participantPayload,
  ack_participant_changed: participantPayload,
  company_participant_added: participantPayload,
  company_participant_changed: participantPayload,
  event_processed: payload({ event_processed: eventProcessed }),
  person_added: personPayload,
  person_updated: personPayload,
  device_added: devicePayload,
  device_updated: devicePayload,
  device_removed: devicePayload,
  subscription_added: subscriptionPayload,
  subscription_removed: subscriptionPayload,
  subscription_list_added: subscriptionListPayload,
  subscription_list_updated: subscriptionListPayload,
  unmatched_message_received: payload(unmatchedMessage),
  wallet_item_install: walletPayload,
  wallet_item_remove: walletPayload,
} as const satisfies Record<string, TObject>;
